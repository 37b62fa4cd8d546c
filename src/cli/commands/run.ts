import type { Command } from 'commander';
import { openEngine } from '../composition';
import { readConfig } from '../configFile';
import type { OutputOf } from '../output';
import { runBalancer } from '../runBalancer';
import { runServers } from '../runServers';
import { readServers } from '../wireFile';

export function addRun(program: Command, output: OutputOf): void {
  program
    .command('run')
    .description('run a balancer from a haproxy.cfg, or the servers of a .wire file, until interrupted')
    .argument('<file>', 'a haproxy.cfg or a .wire file')
    .argument('[block...]', 'names of the blocks of a .wire file to run (default: all that listen)')
    .option('--json', 'events as JSON lines')
    .action(async (file: string, blocks: string[], options: { json?: boolean }) => {
      const to = output(options);
      if (file.endsWith('.wire')) await runServers(openEngine(), await readServers(file, blocks, to), to);
      else await runBalancer(openEngine(), await readConfig(file, to), to);
    });
}
