import type { Framing } from '../bytes/framing';
import type { Event } from '../util/event';
import type { Message } from '../util/message';

/** Seen from us: what a mock server received from its client, or what a console received from its server. */
export type Direction = 'received' | 'sent';

/** What went over one connection (a mock's session) or over those of one console, in order. */
export interface TranscriptInfo {
  readonly id: string;
  readonly chunks: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  /** What had to go because the store was full: never silent. */
  readonly evicted: { readonly chunks: number; readonly bytes: number };
  /** Whether more can come. */
  readonly live: boolean;
}

/** How a transcript is looked at; the bytes stay what they are. */
export interface TranscriptView {
  readonly framing: Framing;
  readonly direction?: Direction;
  /** Only frames that contain this; `text` is looked for as UTF-8 bytes, `regex` runs in linear time (RE2). */
  readonly filter?: { readonly kind: 'text' | 'regex' | 'hex'; readonly pattern: string };
}

/** A frame (or a note between frames: connected, closed, reset) as a row of a view. */
export type TranscriptRow =
  | {
      readonly kind: 'frame';
      /** Position among the frames of the unfiltered view; stays the same while the transcript grows. */
      readonly index: number;
      readonly direction: Direction;
      /** Wall time of its first byte. */
      readonly at: number;
      readonly length: number;
      /** The bytes, at most as many as the page asked for. */
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'note'; readonly index: number; readonly at: number; readonly message: Message };

export interface TranscriptPage {
  readonly rows: readonly TranscriptRow[];
  /** Rows of the whole view. */
  readonly total: number;
  /** Rows that were evicted before the first one that is left. */
  readonly first: number;
}

export interface Transcripts {
  /** At most a few times a second; the changed ones. */
  readonly onDidChange: Event<readonly TranscriptInfo[]>;
  list(): Promise<readonly TranscriptInfo[]>;
  info(request: { readonly id: string }): Promise<TranscriptInfo | undefined>;
  /** Rows `from` … `from + count − 1` of a view; `maxBytes` of each frame (default 4096). */
  page(request: {
    readonly id: string;
    readonly view: TranscriptView;
    readonly from: number;
    readonly count: number;
    readonly maxBytes?: number;
  }): Promise<TranscriptPage>;
  /** The index of the next row at or after `from` (before it when `backwards`) that contains the pattern. */
  find(request: {
    readonly id: string;
    readonly view: TranscriptView;
    readonly pattern: NonNullable<TranscriptView['filter']>;
    readonly from: number;
    readonly backwards?: boolean;
  }): Promise<number | undefined>;
  /** Bytes of one direction, exactly as they were on the wire: `length` from `offset`; fewer at the end. */
  bytes(request: {
    readonly id: string;
    readonly direction: Direction;
    readonly offset: number;
    readonly length: number;
  }): Promise<Uint8Array>;
  clear(request: { readonly id: string }): Promise<void>;
  /** Forgets it and its stored copy. */
  discard(request: { readonly id: string }): Promise<void>;
}
