import type { Framing } from '../bytes/framing';
import type { Pattern } from '../capture/matcher';
import type { Event } from '../util/event';
import type { Message } from '../util/message';
import type { CallOptions } from './call';

/** Seen from us: what a mock server received from its client, or what a console received from its server. */
export type Direction = 'received' | 'sent';

/** What went over one connection (a mock's session) or over those of one console, in order. */
export interface TranscriptInfo {
  readonly id: string;
  readonly chunks: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  /** What had to go because the store was full: never silent. Part of the counts above. */
  readonly evicted: { readonly chunks: number; readonly bytes: number };
  /** Whether more can come. */
  readonly live: boolean;
}

/** How a transcript is looked at; the bytes stay what they are. */
export interface TranscriptView {
  readonly framing: Framing;
  /** Only frames of this direction. */
  readonly direction?: Direction;
  /** Only frames that contain this, and no notes. */
  readonly filter?: Pattern;
}

/** A frame (or a note between frames: connected, closed, reset) as a row of a view. */
export type TranscriptRow = FrameRow | NoteRow;

export interface FrameRow {
  readonly kind: 'frame';
  readonly direction: Direction;
  /** Wall time of its first byte. */
  readonly at: number;
  /** Milliseconds since the row before it in this view; 0 for the first. */
  readonly sinceMs: number;
  readonly length: number;
  /** The bytes, at most as many as the page asked for. */
  readonly bytes: Uint8Array;
  /** Whether it is not at its end yet: its delimiter, or the rest of its length, has not come. */
  readonly open: boolean;
}

export interface NoteRow {
  readonly kind: 'note';
  readonly at: number;
  readonly sinceMs: number;
  readonly message: Message;
}

/**
 * Rows of a view have positions that stay the same while the transcript grows: the first one ever is 0, and when
 * older rows are evicted the first that is left has a higher one.
 */
export interface TranscriptPage {
  readonly rows: readonly TranscriptRow[];
  /** Position of `rows[0]`: the `from` that was asked for, moved into what there is. */
  readonly from: number;
  /** Position of the first row that is left; as many were evicted. */
  readonly first: number;
  /** Position after the last row. */
  readonly end: number;
  /** Whether the whole transcript is worked into the view; if not, ask again: it goes on from where it is. */
  readonly complete: boolean;
}

export interface Transcripts {
  /** At most a few times a second; the changed ones. */
  readonly onDidChange: Event<readonly TranscriptInfo[]>;
  list(): Promise<readonly TranscriptInfo[]>;
  info(request: { readonly id: string }): Promise<TranscriptInfo | undefined>;
  /**
   * The rows from position `from`, at most `count` (1–1000), with at most `maxBytes` (default 4096) of each frame; a
   * negative `from` means that many before the end.
   * @throws Failure when there is no such transcript, or the filter is not a regular expression
   */
  page(request: {
    readonly id: string;
    readonly view: TranscriptView;
    readonly from: number;
    readonly count: number;
    readonly maxBytes?: number;
  }): Promise<TranscriptPage>;
  /**
   * The position of the next frame at or after `from` that contains the pattern, or, `backwards`, of the last one at
   * or before it. Undefined when there is none.
   * @throws Failure when there is no such transcript, or the pattern is not a regular expression
   */
  find(
    request: {
      readonly id: string;
      readonly view: TranscriptView;
      readonly pattern: Pattern;
      readonly from: number;
      readonly backwards?: boolean;
    },
    options?: CallOptions,
  ): Promise<number | undefined>;
  /**
   * Bytes of one direction, or of both in the order in which they were recorded, exactly as they were on the wire:
   * `length` from `offset`; fewer at the end. What was evicted cannot be had: the answer's `offset` is then higher.
   */
  bytes(request: {
    readonly id: string;
    readonly direction?: Direction;
    readonly offset: number;
    readonly length: number;
  }): Promise<{ readonly offset: number; readonly bytes: Uint8Array }>;
  /** Keeps it on disk from now on, so that it outlives the engine. Those of consoles are kept by themselves. */
  keep(request: { readonly id: string }): Promise<void>;
  clear(request: { readonly id: string }): Promise<void>;
  /** Forgets it and its stored copy. */
  discard(request: { readonly id: string }): Promise<void>;
}
