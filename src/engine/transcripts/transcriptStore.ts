import { setImmediate as turn } from 'node:timers/promises';
import type { CallOptions } from '../../core/api/call';
import type { TranscriptInfo, TranscriptPage, Transcripts } from '../../core/api/transcript';
import { compilePattern } from '../../core/capture/matcher';
import type { Extract } from '../../core/capture/transcriptLog';
import { TranscriptLog } from '../../core/capture/transcriptLog';
import type { Tap } from '../../core/capture/tap';
import type { View } from '../../core/capture/view';
import { rpcMessages } from '../../core/rpc/channel';
import type { Clock } from '../../core/util/clock';
import { Coalescer } from '../../core/util/coalescer';
import { Emitter } from '../../core/util/event';
import { Failure, catalog, format, messageOf } from '../../core/util/message';
import { TranscriptFolder, folderMessages, removeUnused, storedIds } from './folder';
import { Recording, type RecordingOwner } from './recording';

export const storeMessages = catalog('transcript', {
  unknown: 'There is no transcript of {id}: it was discarded, or had to make room for newer ones.',
});

export interface TranscriptStoreOptions {
  readonly clock: Clock;
  /** Where transcripts are kept; without it they are in memory only. */
  readonly directory?: string;
  /** Bytes of memory for all transcripts together; default 256 MiB. */
  readonly budget?: number;
}

const DEFAULT_BUDGET = 256 * 1024 * 1024;
/** How long a transcript that nobody opens stays on disk. */
const KEPT_MS = 30 * 24 * 3600 * 1000;
const TELL_MS = 100;
const WRITE_MS = 1000;
/** Bytes looked at before other work gets its turn: a few milliseconds. */
const SLICE_BYTES = 2 * 1024 * 1024;
/** How long a page may take before it says that it is not complete. */
const PAGE_MS = 100;
/** The longest answer of `bytes`. */
const EXTRACT_BYTES = 16 * 1024 * 1024;

/**
 * All transcripts of an engine, within one budget of memory: when it is used up, the oldest ended ones that nobody
 * keeps go first, then the oldest segment of what is left.
 */
export class TranscriptStore implements Transcripts, RecordingOwner {
  private readonly recordings = new Map<string, Recording>();
  /** Those that ended and are not kept: the first to go, in the order of their ends. */
  private readonly expendable = new Set<Recording>();
  private readonly loading = new Map<string, Promise<Recording | undefined>>();
  private readonly changes = new Emitter<readonly TranscriptInfo[]>();
  private readonly changed: Coalescer<Recording>;
  private readonly unwritten: Coalescer<Recording>;
  private readonly budget: number;
  private used = 0;

  readonly onDidChange = this.changes.event;

  constructor(private readonly options: TranscriptStoreOptions) {
    this.budget = options.budget ?? DEFAULT_BUDGET;
    this.changed = new Coalescer(options.clock, TELL_MS, (recordings) => {
      this.changes.fire([...recordings].map((recording) => recording.info));
    });
    this.unwritten = new Coalescer(options.clock, WRITE_MS, (recordings) => {
      for (const recording of recordings) void this.write(recording);
    });
    if (options.directory) void removeUnused(options.directory, options.clock.wallTime() - KEPT_MS);
  }

  /** Bytes of memory in use. */
  get size(): number {
    return this.used;
  }

  /** Where a connection writes to; a transcript that is there already in memory is continued. */
  tap(id: string): Tap {
    const recording = this.recordings.get(id) ?? this.add(id, new TranscriptLog());
    this.expendable.delete(recording);
    recording.live = true;
    return recording;
  }

  /** As `tap`, kept on disk, and continued from there. */
  async keptTap(id: string): Promise<Tap> {
    await this.load(id);
    const tap = this.tap(id);
    await this.keep({ id });
    return tap;
  }

  async list(): Promise<readonly TranscriptInfo[]> {
    const { directory } = this.options;
    if (directory) for (const id of await storedIds(directory)) await this.load(id);
    return [...this.recordings.values()].map((recording) => recording.info);
  }

  async info({ id }: { readonly id: string }): Promise<TranscriptInfo | undefined> {
    const recording = await this.load(id);
    if (recording) recording.watched = true;
    return recording?.info;
  }

  async page(request: Parameters<Transcripts['page']>[0]): Promise<TranscriptPage> {
    const recording = await this.need(request.id);
    const view = recording.viewOf(request.view);
    const complete = await this.workIn(view);
    const count = Math.min(Math.max(request.count, 1), 1000);
    return { ...view.page(request.from, count, request.maxBytes ?? 4096), complete };
  }

  async find(
    request: Parameters<Transcripts['find']>[0],
    options?: CallOptions,
  ): Promise<number | undefined> {
    const matches = compilePattern(request.pattern);
    const recording = await this.need(request.id);
    const view = recording.viewOf(request.view);
    const backwards = request.backwards ?? false;
    while (!(await this.workIn(view))) throwIfAborted(options);
    for (let from: number | undefined = request.from; ; await turn()) {
      throwIfAborted(options);
      // Rows may have been evicted in the meantime.
      view.advance(0);
      const step = view.search(matches, from, backwards, SLICE_BYTES);
      if (step.next === undefined) return step.found;
      from = step.next;
    }
  }

  async bytes(request: Parameters<Transcripts['bytes']>[0]): Promise<Extract> {
    const { log } = await this.need(request.id);
    return log.extract(request.direction, request.offset, Math.min(request.length, EXTRACT_BYTES));
  }

  async keep({ id }: { readonly id: string }): Promise<void> {
    const recording = await this.need(id);
    const { directory } = this.options;
    recording.watched = true;
    this.expendable.delete(recording);
    if (!directory || recording.folder) return;
    recording.folder = new TranscriptFolder(directory, id);
    await this.write(recording);
  }

  async clear({ id }: { readonly id: string }): Promise<void> {
    const recording = await this.load(id);
    if (!recording) return;
    this.used -= recording.size;
    recording.clear();
    this.used += recording.size;
    if (recording.watched) this.changed.mark(recording);
    await recording.folder?.remove();
  }

  async discard({ id }: { readonly id: string }): Promise<void> {
    const recording = await this.load(id);
    if (!recording) return;
    this.forget(recording);
    await recording.folder?.remove();
  }

  /** Nobody will ask for it by itself any more: it goes, unless it is kept or somebody looks at it. */
  release(id: string): void {
    const recording = this.recordings.get(id);
    if (recording && this.expendable.has(recording)) this.forget(recording);
  }

  /** Writes what is not on disk yet. */
  async flush(): Promise<void> {
    await Promise.all([...this.recordings.values()].map((recording) => this.write(recording)));
  }

  /** Nothing is told or written any more. */
  dispose(): void {
    this.changed.dispose();
    this.unwritten.dispose();
    this.changes.dispose();
  }

  wallTime(): number {
    return this.options.clock.wallTime();
  }

  grew(recording: Recording, bytes: number): void {
    if (this.recordings.get(recording.id) !== recording) return;
    this.used += bytes;
    if (recording.watched) this.changed.mark(recording);
    if (recording.folder) this.unwritten.mark(recording);
    if (this.used > this.budget) this.makeRoom();
  }

  ended(recording: Recording): void {
    if (!recording.folder && !recording.watched) this.expendable.add(recording);
    if (recording.watched) this.changed.mark(recording);
  }
  /** Works a view up to date, as far as there is time for; returns whether it is. */
  private async workIn(view: View): Promise<boolean> {
    const { clock } = this.options;
    const until = clock.now() + PAGE_MS;
    while (!view.advance(SLICE_BYTES)) {
      if (clock.now() > until) return false;
      await turn();
    }
    return true;
  }

  private async need(id: string): Promise<Recording> {
    const recording = await this.load(id);
    if (!recording) throw new Failure(storeMessages.unknown({ id }));
    return recording;
  }

  /** The recording of that id, read from disk when it is there only. */
  private load(id: string): Promise<Recording | undefined> {
    const there = this.recordings.get(id);
    if (there) return Promise.resolve(there);
    const loading = this.loading.get(id) ?? this.read(id).finally(() => this.loading.delete(id));
    this.loading.set(id, loading);
    return loading;
  }

  private async read(id: string): Promise<Recording | undefined> {
    const { directory } = this.options;
    const folder = directory && new TranscriptFolder(directory, id);
    const log = folder ? await folder.read(this.wallTime()) : undefined;
    if (!folder || !log) return undefined;
    const recording = this.add(id, log);
    recording.live = false;
    recording.folder = folder;
    this.grew(recording, 0);
    return recording;
  }

  private add(id: string, log: TranscriptLog): Recording {
    const recording = new Recording(id, log, this);
    this.recordings.set(id, recording);
    this.used += recording.size;
    return recording;
  }

  private forget(recording: Recording): void {
    this.recordings.delete(recording.id);
    this.expendable.delete(recording);
    this.used -= recording.size;
  }

  private makeRoom(): void {
    while (this.used > this.budget) {
      const [expendable] = this.expendable;
      if (expendable) this.forget(expendable);
      else if (!this.evictOldest()) return;
    }
  }

  private evictOldest(): boolean {
    let oldest: Recording | undefined;
    for (const recording of this.recordings.values()) {
      if (recording.startedAt < (oldest?.startedAt ?? Infinity)) oldest = recording;
    }
    const segment = oldest?.log.evict();
    if (!oldest || !segment) return false;
    this.used -= segment.size;
    if (oldest.watched) this.changed.mark(oldest);
    if (oldest.folder) this.unwritten.mark(oldest);
    return true;
  }

  private async write(recording: Recording): Promise<void> {
    try {
      await recording.folder?.write(recording.log);
    } catch (error) {
      recording.folder = undefined;
      recording.note(folderMessages.notKept({ reason: format(messageOf(error)) }));
    }
  }
}

function throwIfAborted(options: CallOptions | undefined): void {
  if (options?.signal?.aborted) throw new Failure(rpcMessages.cancelled());
}
