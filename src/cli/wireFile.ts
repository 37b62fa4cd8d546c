import path from 'node:path';
import type { ServerSpec } from '../core/api/server';
import { serverSpec } from '../core/wire/lower';
import type { ServerBlock, WireBlock } from '../core/wire/model';
import { parseWire } from '../core/wire/parse';
import { readText } from './composition';
import { printDiagnostics } from './diagnostics';
import { Exit, exitCode, type Output } from './output';

/**
 * Reads the servers of a .wire file: the named blocks, or all that listen. A broken block is told of, and ends the
 * command only when it was asked for.
 */
export async function readServers(
  file: string,
  names: readonly string[],
  output: Output,
): Promise<ServerSpec[]> {
  const { blocks, diagnostics } = parseWire(await readText(file));
  printDiagnostics(file, diagnostics, output);
  const wanted =
    names.length === 0 ? blocks.filter(isServer) : names.map((name) => find(name, blocks, file, output));
  if (wanted.length === 0) {
    output.warn(`${file} has no block that listens`);
    throw new Exit(exitCode.usage);
  }
  const read = (name: string) => readText(path.resolve(path.dirname(file), name));
  return Promise.all(wanted.map(({ name, declaration }) => serverSpec(declaration, name, read)));
}

function find(name: string, blocks: readonly WireBlock[], file: string, output: Output): ServerBlock {
  const block = blocks.find((candidate) => candidate.name === name);
  if (block?.kind === 'server') return block;
  const there = blocks.filter(isServer).map((server) => server.name);
  output.warn(
    block
      ? `the block “${name}” of ${file} has errors`
      : `${file} has no block “${name}”; there is ${there.join(', ') || 'none'}`,
  );
  throw new Exit(exitCode.usage);
}

function isServer(block: WireBlock): block is ServerBlock {
  return block.kind === 'server';
}
