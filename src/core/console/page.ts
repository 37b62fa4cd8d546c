import type { CallOptions } from '../api/call';
import type { PeerCertificate, SendProgress } from '../api/console';
import type { FrameRow, TranscriptInfo, TranscriptPage, TranscriptView } from '../api/transcript';
import type { Encoding } from '../bytes/encoding';
import type { Pattern } from '../capture/matcher';
import type { Event } from '../util/event';
import type { ConsoleTexts } from './texts';

/**
 * What the console's page and the extension say to each other. The page pulls: it asks for everything once, hears of
 * changes as complete states, and fetches the rows that it shows. All texts are in the user's language already.
 */
export interface ConsolePage {
  load(): Promise<PageSetup>;
  /** A few times a second at most. */
  readonly onDidChange: Event<PageState>;

  /** @throws Failure with the reason that there is no connection */
  connect(request: { readonly target: Target }, options?: CallOptions): Promise<void>;
  end(request: { readonly how: Ending }): Promise<void>;

  /** `draft` is what the person wrote, for the history. */
  send(request: { readonly payload: Payload; readonly draft: Draft }, options?: CallOptions): Promise<void>;
  sendEvery(request: {
    readonly payload: Payload;
    readonly draft: Draft;
    readonly everyMs: number;
  }): Promise<void>;
  stopSending(): Promise<void>;
  sendEach(request: EachRequest, options?: CallOptions<SendProgress>): Promise<SendProgress>;

  rows(request: RowsRequest): Promise<PageRows>;
  find(request: FindRequest, options?: CallOptions): Promise<number | undefined>;
  clear(): Promise<void>;
  /** Asks which bytes and where to, and writes them exactly as they were. */
  save(): Promise<void>;
  copy(request: { readonly text: string }): Promise<void>;

  /** These ask the person; undefined when they think better of it. */
  pickTarget(): Promise<Suggestion | undefined>;
  pickFile(request: { readonly purpose: FilePurpose }): Promise<FileChoice | undefined>;
  pickHistory(): Promise<Draft | undefined>;
  pickSnippet(): Promise<Draft | undefined>;
  saveSnippet(request: { readonly draft: Draft }): Promise<void>;
}

/** What the page needs once. */
export interface PageSetup {
  readonly texts: ConsoleTexts;
  /** Translations of what the core says to a person, by its English template. */
  readonly templates: Readonly<Record<string, string>>;
  readonly state: PageState;
}

export interface PageState {
  /** Of its transcript; the page keeps it through a reload of the window. */
  readonly id: string;
  /** A client of ours, or the server side of a session of one of our mocks. */
  readonly role: 'console' | 'session';
  readonly connection: Connection;
  readonly transcript: TranscriptInfo;
  readonly periodic?: { readonly everyMs: number; readonly sent: number };
  /** What the page was opened for. */
  readonly target?: Target;
}

export interface Connection {
  readonly kind: 'idle' | 'connecting' | 'open' | 'waiting' | 'ended';
  /** What a person wants to know of it now. */
  readonly text: string;
  readonly finished: boolean;
  readonly tls?: ShownTls;
}

export interface ShownTls {
  readonly summary: string;
  /** Why it is not trusted. */
  readonly problem?: string;
  readonly chain: readonly PeerCertificate[];
}

/** Where one could connect to: a node, a server of a backend, a recent address. */
export interface Suggestion {
  /** The node's or server's name; nothing for a recent address. */
  readonly name?: string;
  /** As `parseAddress` reads it. */
  readonly address: string;
  readonly tls: boolean;
}

/** What the target bar holds. */
export interface Target {
  readonly address: string;
  readonly reconnect: boolean;
  /** Nothing: plain TCP. */
  readonly tls?: TlsDraft;
}

/** Files are URIs; they are read when connecting. */
export interface TlsDraft {
  readonly serverName: string;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  readonly verify: boolean;
}

export type FilePurpose = 'ca' | 'cert' | 'key' | 'payload';

export interface FileChoice {
  readonly uri: string;
  readonly name: string;
  readonly size: number;
}

export type Ending = 'halfClose' | 'close' | 'reset';
export type LineEnding = 'none' | 'lf' | 'crlf' | 'cr';

/** What the composer holds, as it was written. */
export interface Draft {
  readonly kind: 'text' | 'hex' | 'base64' | 'file';
  readonly text: string;
  readonly ending: LineEnding;
  readonly encoding: Encoding;
  readonly file?: FileChoice;
}

export interface Snippet {
  readonly name: string;
  readonly draft: Draft;
}

/** What is sent: bytes, or a file that the extension reads. */
export type Payload =
  { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'file'; readonly uri: string };

export interface EachRequest {
  readonly target: Target;
  readonly payload: Payload;
  readonly draft: Draft;
  readonly count: number;
  readonly halfClose: boolean;
  readonly waitMs: number;
}

export interface RowsRequest {
  readonly view: TranscriptView;
  readonly from: number;
  readonly count: number;
  readonly maxBytes: number;
}

export interface FindRequest {
  readonly view: TranscriptView;
  readonly pattern: Pattern;
  readonly from: number;
  readonly backwards: boolean;
}

export interface PageRows extends Omit<TranscriptPage, 'rows'> {
  readonly rows: readonly PageRow[];
}

export type PageRow =
  FrameRow | { readonly kind: 'note'; readonly at: number; readonly sinceMs: number; readonly text: string };

/** The service's name, methods and events: both ends are made from this. */
export const consolePage = {
  name: 'console',
  /** What a page posts before anything else: whatever an earlier load of it waited for is void. */
  greeting: 'console page loaded',
  methods: [
    'load',
    'connect',
    'end',
    'send',
    'sendEvery',
    'stopSending',
    'sendEach',
    'rows',
    'find',
    'clear',
    'save',
    'copy',
    'pickTarget',
    'pickFile',
    'pickHistory',
    'pickSnippet',
    'saveSnippet',
  ],
  events: ['onDidChange'],
} as const;
