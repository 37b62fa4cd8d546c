import type { TranscriptInfo, TranscriptView } from '../../core/api/transcript';
import { EntryKind } from '../../core/capture/segment';
import type { Tap } from '../../core/capture/tap';
import { TranscriptLog } from '../../core/capture/transcriptLog';
import { View } from '../../core/capture/view';
import type { Message } from '../../core/util/message';
import type { TranscriptFolder } from './folder';

/** Memory that a transcript takes beside its segments. */
const OVERHEAD_BYTES = 2048;
/** Views that are kept worked out: a panel's own, and those that it just had. */
const VIEWS = 3;

/** What the store hears from its recordings. */
export interface RecordingOwner {
  wallTime(): number;
  /** Something was recorded, and the memory grew by so many bytes. */
  grew(recording: Recording, bytes: number): void;
  ended(recording: Recording): void;
}

/** One transcript as it is being written: what its tap records goes into the log. */
export class Recording implements Tap {
  live = true;
  /** Whether someone looks at it and wants to hear of changes. */
  watched = false;
  /** Its copy on disk, when it is kept. */
  folder: TranscriptFolder | undefined;
  private readonly views = new Map<string, View>();

  constructor(
    readonly id: string,
    public log: TranscriptLog,
    private readonly owner: RecordingOwner,
  ) {}

  /** Bytes of memory that it takes. */
  get size(): number {
    return this.log.size + OVERHEAD_BYTES;
  }

  /** Wall time of the oldest entry that is left; Infinity when there is none. */
  get startedAt(): number {
    return this.log.segmentAt(0)?.timeOf(0) ?? Infinity;
  }

  get info(): TranscriptInfo {
    const { chunks, received, sent } = this.log.total;
    const { evicted } = this.log;
    return { id: this.id, chunks, bytesReceived: received, bytesSent: sent, evicted, live: this.live };
  }

  received(bytes: Uint8Array): void {
    this.owner.grew(this, this.log.record(EntryKind.received, bytes, this.owner.wallTime()));
  }

  sent(bytes: Uint8Array): void {
    this.owner.grew(this, this.log.record(EntryKind.sent, bytes, this.owner.wallTime()));
  }

  note(message: Message): void {
    this.owner.grew(this, this.log.note(EntryKind.note, message, this.owner.wallTime()));
  }

  begin(message: Message): void {
    this.owner.grew(this, this.log.note(EntryKind.begin, message, this.owner.wallTime()));
  }

  end(): void {
    if (!this.live) return;
    this.live = false;
    this.owner.ended(this);
  }

  clear(): void {
    this.log = new TranscriptLog();
    this.views.clear();
  }

  /** The view's worked-out state, made when it is new. @throws Failure when its filter is not a regular expression */
  viewOf(shape: TranscriptView): View {
    const key = JSON.stringify(shape, (_, value: unknown) =>
      value instanceof Uint8Array ? [...value] : value,
    );
    const view = this.views.get(key) ?? new View(this.log, shape);
    this.views.delete(key);
    this.views.set(key, view);
    for (const old of [...this.views.keys()].slice(0, -VIEWS)) this.views.delete(old);
    return view;
  }
}
