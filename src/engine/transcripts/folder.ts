import { appendFile, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EntryKind, type Segment } from '../../core/capture/segment';
import { TranscriptLog } from '../../core/capture/transcriptLog';
import { catalog } from '../../core/util/message';
import { decodeSegment, encodeHead, encodeRecords, type StoredSegment } from './records';

export const folderMessages = catalog('transcript', {
  before: 'What is above was recorded before the engine was started again.',
  damaged: 'A part of what was kept on disk could not be read: {bytes} bytes of {file}.',
  notKept: 'From here on this is not kept on disk: {reason}',
});

/** The transcripts that a directory holds, by id. */
export async function storedIds(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => decodeURIComponent(entry.name));
}

/** Deletes the transcripts that nothing was written to since a wall time: their panels are long gone. */
export async function removeUnused(directory: string, since: number): Promise<void> {
  for (const name of await readdir(directory).catch(() => [])) {
    const folder = path.join(directory, name);
    const files = await readdir(folder).catch(() => []);
    const times = await Promise.all(files.map((file) => modifiedAt(path.join(folder, file))));
    if (Math.max(...times, await modifiedAt(folder)) < since)
      await rm(folder, { recursive: true, force: true });
  }
}

async function modifiedAt(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.mtimeMs ?? 0;
}

/** The copy of one transcript on disk: a folder with a file for each segment, named by its first entry. */
export class TranscriptFolder {
  private readonly folder: string;
  /** Segments that have a file, by their first entry, and how many of their entries are in it. */
  private readonly written = new Map<number, number>();
  private work: Promise<void> = Promise.resolve();

  constructor(directory: string, id: string) {
    // Every character that a file system might mind, so that no id leads out of the directory either.
    const name = id.replace(/[^A-Za-z0-9_-]/gu, (character) => percent(character));
    this.folder = path.join(directory, name);
  }

  /** Adds what is new in the log, and deletes what it has evicted. Calls follow one another. */
  write(log: TranscriptLog): Promise<void> {
    return this.queue(async () => {
      await mkdir(this.folder, { recursive: true });
      for (let index = 0; index < log.segmentCount; index++) await this.writeSegment(log.segmentAt(index));
      for (const entry of [...this.written.keys()].filter((first) => first < log.firstEntry)) {
        this.written.delete(entry);
        await rm(this.fileOf(entry), { force: true });
      }
    });
  }

  /** The transcript as far as it can be read, with a note that it is from before. @param now wall time */
  async read(now: number): Promise<TranscriptLog | undefined> {
    const names = await readdir(this.folder).catch(() => undefined);
    if (!names) return undefined;
    let found: TranscriptLog | undefined;
    let whole = true;
    for (const name of names.filter((file) => file.endsWith('.wbt')).sort()) {
      const file = await readFile(path.join(this.folder, name)).catch(() => Buffer.of());
      const stored = decodeSegment(file);
      const log = (found ??= new TranscriptLog(stored?.start));
      whole &&= stored?.start.entry === log.endEntry && stored.unreadable === 0;
      if (stored) this.restore(log, stored);
      const lost = stored?.unreadable ?? file.length;
      if (!stored || lost > 0)
        log.note(EntryKind.begin, folderMessages.damaged({ bytes: lost, file: name }), now);
    }
    const log = found ?? new TranscriptLog();
    if (!endsWithBefore(log)) log.note(EntryKind.begin, folderMessages.before(), now);
    // What is damaged is written anew: the numbers of its entries are no longer those of its files.
    if (!whole) await this.remove().then(() => this.write(log));
    return log;
  }

  remove(): Promise<void> {
    return this.queue(() => {
      this.written.clear();
      return rm(this.folder, { recursive: true, force: true });
    });
  }

  /** Puts a file's entries into a segment of their own, so that the file goes on being its copy. */
  private restore(log: TranscriptLog, { entries }: StoredSegment): void {
    log.seal();
    this.written.set(log.endEntry, entries.length);
    for (const { kind, bytes, at } of entries) log.append(kind, bytes, at);
  }

  private async writeSegment(segment: Segment | undefined): Promise<void> {
    if (!segment) return;
    const { entry } = segment.start;
    const from = this.written.get(entry);
    if (from === segment.count) return;
    const { count } = segment;
    const records = encodeRecords(segment, from ?? 0);
    this.written.set(entry, count);
    if (from === undefined)
      await writeFile(this.fileOf(entry), Buffer.concat([encodeHead(segment.start), records]));
    else await appendFile(this.fileOf(entry), records);
  }

  private fileOf(entry: number): string {
    return path.join(this.folder, `${String(entry).padStart(15, '0')}.wbt`);
  }

  private queue(task: () => Promise<void>): Promise<void> {
    const done = this.work.then(task);
    this.work = done.catch(() => undefined);
    return done;
  }
}

/** Whether nothing was recorded since it was read the last time. */
function endsWithBefore(log: TranscriptLog): boolean {
  const segment = log.segmentAt(log.segmentCount - 1);
  const last = (segment?.count ?? 0) - 1;
  return (
    segment?.kindOf(last) === EntryKind.begin && segment.noteOf(last).code === folderMessages.before().code
  );
}

function percent(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}
