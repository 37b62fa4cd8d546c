import type { Diagnostic } from '../text/diagnostic';
import type { WireBlock, WireFile } from './model';
import { outline } from './outline';
import { Problems } from './problems';
import { readServer } from './serverBlock';
import type { RawBlock } from './statement';
import { wireMessages } from './wireMessages';

/**
 * Reads a `.wire` file. Never fails: what is wrong is in the diagnostics, and a block that has none of the errors can
 * be run whatever the others are like.
 */
export function parseWire(text: string): WireFile {
  const problems = new Problems();
  const raw = outline(text, problems);
  reportSameNames(raw, problems);
  const blocks = raw.map((block) => readBlock(block, problems));
  return { blocks, diagnostics: problems.diagnostics.sort(byPlace) };
}

function readBlock(raw: RawBlock, problems: Problems): WireBlock {
  const { name, nameRange, range } = raw;
  const declaration = readServer(raw, problems);
  const broken = problems.diagnostics.some(
    (problem) => problem.severity === 'error' && contains(range, problem),
  );
  if (broken || !declaration) return { kind: 'broken', name, nameRange, range };
  return { kind: 'server', name, nameRange, range, declaration };
}

function contains(range: RawBlock['range'], { range: { startLine } }: Diagnostic): boolean {
  return startLine >= range.startLine && startLine <= range.endLine;
}

function reportSameNames(blocks: readonly RawBlock[], problems: Problems): void {
  const lines = new Map<string, number>();
  for (const { name, nameRange } of blocks) {
    const line = lines.get(name);
    if (name === '') continue;
    if (line !== undefined) problems.error(nameRange, wireMessages.sameName({ name, line: line + 1 }));
    else lines.set(name, nameRange.startLine);
  }
}

function byPlace({ range: a }: Diagnostic, { range: b }: Diagnostic): number {
  return a.startLine - b.startLine || a.startColumn - b.startColumn;
}
