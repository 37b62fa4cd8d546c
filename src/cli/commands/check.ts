import type { Command } from 'commander';
import type { CheckReport } from '../../core/api/balancer';
import { openEngine } from '../composition';
import { readConfig } from '../configFile';
import { Exit, exitCode, type Output, type OutputOf } from '../output';
import { checkText } from '../runBalancer';

export function addCheck(program: Command, output: OutputOf): void {
  program
    .command('check')
    .description('probe each server of a haproxy.cfg once; exit code 1 when one does not pass')
    .argument('<file>', 'a haproxy.cfg')
    .option('--json', 'one JSON object for each server')
    .action(async (file: string, options: { json?: boolean }) => {
      const to = output(options);
      const reports = await probe(file, to);
      const width = Math.max(0, ...reports.map((report) => label(report).length));
      for (const report of reports) print(report, width, to);
      if (reports.some(({ result }) => !result.passed)) throw new Exit(exitCode.failed);
    });
}

async function probe(file: string, output: Output): Promise<readonly CheckReport[]> {
  const spec = await readConfig(file, output);
  const engine = openEngine();
  try {
    const balancer = await engine.createBalancer({ id: 'check', spec });
    const servers = spec.backends.flatMap((backend) =>
      backend.servers.map((server) => ({ backend: backend.name, server: server.name })),
    );
    return await balancer.check({ servers });
  } finally {
    await engine.shutdown({});
  }
}

function print(report: CheckReport, width: number, output: Output): void {
  const { backend, server, result } = report;
  const verdict = result.passed ? 'passed' : 'FAILED';
  output.event(
    'check',
    { backend, server, ...result },
    `${label(report).padEnd(width)}  ${verdict}  ${checkText(result)}`,
  );
}

function label({ backend, server }: CheckReport): string {
  return `${backend}/${server}`;
}
