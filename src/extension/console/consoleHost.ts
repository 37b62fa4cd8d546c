import type { CallOptions } from '../../core/api/call';
import type { ConnectSpec, SendProgress } from '../../core/api/console';
import type { Engine } from '../../core/api/engine';
import type { Direction, TranscriptInfo } from '../../core/api/transcript';
import { payloadMessages } from '../../core/bytes/parseFailure';
import { hexdumpMessages } from '../../core/bytes/hexdump';
import { concatBytes } from '../../core/bytes/concat';
import { matcherMessages } from '../../core/capture/matcher';
import type {
  ConsolePage,
  Draft,
  Ending,
  EachRequest,
  FileChoice,
  FilePurpose,
  FindRequest,
  PageRows,
  PageSetup,
  PageState,
  Payload,
  RowsRequest,
  Snippet,
  Suggestion,
  Target,
  TlsDraft,
} from '../../core/console/page';
import { draftMessages } from '../../core/console/draft';
import { consoleTexts } from '../../core/console/texts';
import { addressMessages, parseAddress } from '../../core/net/address';
import type { Clock } from '../../core/util/clock';
import { Coalescer } from '../../core/util/coalescer';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { Emitter, type Event } from '../../core/util/event';
import type { Message } from '../../core/util/message';
import type { Say } from '../model/text';
import type { Library } from './library';
import type { Peer } from './peer';

/** What a console needs of the window around it. */
export interface ConsolePorts {
  /** The engine, made now if there is none. */
  engine(): Promise<Engine>;
  readonly onDidFailEngine: Event<Message>;
  readonly suggestions: () => readonly Suggestion[];
  readonly library: Library;
  readonly dialogs: Dialogs;
  readonly clock: Clock;
  /** Texts in the user's language. */
  readonly say: Say;
}

/** Asking the person; undefined when they think better of it. */
export interface Dialogs {
  pickTarget(suggestions: readonly Suggestion[], recent: readonly string[]): Promise<Suggestion | undefined>;
  pickFile(purpose: FilePurpose): Promise<FileChoice | undefined>;
  pickDraft(drafts: readonly Draft[]): Promise<Draft | undefined>;
  /** `remove` is called for those that the person does not want any more. */
  pickSnippet(snippets: readonly Snippet[], remove: (name: string) => void): Promise<Draft | undefined>;
  askSnippetName(): Promise<string | undefined>;
  /** Asks which bytes and where to write them, has them read, with progress that can be cancelled, and writes them. */
  save(read: (direction: Direction | undefined, signal: AbortSignal) => Promise<Uint8Array>): Promise<void>;
  readFile(uri: string): Promise<Uint8Array>;
  copy(text: string): Promise<void>;
}

const TELL_MS = 50;
const SAVE_BYTES = 4 * 1024 * 1024;

/** The page's other half: one peer, its transcript, and what the person does with them. */
export class ConsoleHost implements ConsolePage, Disposable {
  private readonly store = new DisposableStore();
  private readonly changes = new Emitter<PageState>();
  private readonly changed: Coalescer<'state'>;
  private attachment: Promise<Engine> | undefined;
  private follow = new DisposableStore();
  private transcript: TranscriptInfo;

  readonly onDidChange = this.changes.event;

  /** @param target what it was opened for */
  constructor(
    private readonly peer: Peer,
    private readonly ports: ConsolePorts,
    private target?: Target,
  ) {
    this.transcript = nothingYet(peer.id);
    this.changed = this.store.add(
      new Coalescer(ports.clock, TELL_MS, () => {
        this.changes.fire(this.state);
      }),
    );
    const mark = () => {
      this.changed.mark('state');
    };
    this.store.add(peer.onDidChange(mark));
    this.store.add(
      ports.onDidFailEngine((reason) => {
        this.detach();
        peer.lost(reason);
      }),
    );
  }

  get id(): string {
    return this.peer.id;
  }

  /** Resolves when its peer is there. @throws Failure when it is not */
  async ready(): Promise<void> {
    await this.engine();
  }

  /** Sends what a command was given. */
  async sendBytes(bytes: Uint8Array): Promise<void> {
    await this.peer.send(await this.engine(), bytes);
  }

  async load(): Promise<PageSetup> {
    await this.engine();
    const { say } = this.ports;
    const templates = [
      payloadMessages,
      draftMessages,
      hexdumpMessages,
      addressMessages,
      matcherMessages,
    ].flatMap((catalog) => catalog.templates);
    return {
      texts: consoleTexts(say),
      templates: Object.fromEntries(templates.map((template) => [template, say(plain(template))])),
      state: this.state,
    };
  }

  async connect({ target }: { readonly target: Target }, options?: CallOptions): Promise<void> {
    this.target = target;
    const spec = await this.specOf(target);
    await this.ports.library.remember(target.address);
    await this.peer.connect(await this.engine(), spec, options);
  }

  async end({ how }: { readonly how: Ending }): Promise<void> {
    await this.peer.end(await this.engine(), how);
  }

  async send(
    request: { readonly payload: Payload; readonly draft: Draft },
    options?: CallOptions,
  ): Promise<void> {
    const bytes = await this.bytesOf(request.payload);
    await this.ports.library.rememberDraft(request.draft);
    await this.peer.send(await this.engine(), bytes, options);
  }

  async sendEvery(request: Parameters<ConsolePage['sendEvery']>[0]): Promise<void> {
    const bytes = await this.bytesOf(request.payload);
    await this.ports.library.rememberDraft(request.draft);
    await this.peer.sendEvery(await this.engine(), bytes, request.everyMs);
  }

  async stopSending(): Promise<void> {
    await this.peer.stopSending(await this.engine());
  }

  async sendEach(request: EachRequest, options?: CallOptions<SendProgress>): Promise<SendProgress> {
    const { target, payload, draft, count, halfClose, waitMs } = request;
    this.target = target;
    const spec = await this.specOf(target);
    const bytes = await this.bytesOf(payload);
    await this.ports.library.remember(target.address);
    await this.ports.library.rememberDraft(draft);
    return this.peer.sendEach(await this.engine(), spec, { bytes, count, halfClose, waitMs }, options);
  }

  async rows(request: RowsRequest): Promise<PageRows> {
    const { transcripts } = await this.engine();
    const page = await transcripts.page({ id: this.peer.id, ...request });
    const { say } = this.ports;
    const rows = page.rows.map((row) => {
      if (row.kind === 'frame') return row;
      return { kind: row.kind, at: row.at, sinceMs: row.sinceMs, text: say(row.message) };
    });
    return { ...page, rows };
  }

  async find(request: FindRequest, options?: CallOptions): Promise<number | undefined> {
    const { transcripts } = await this.engine();
    return transcripts.find({ id: this.peer.id, ...request }, options);
  }

  async clear(): Promise<void> {
    await (await this.engine()).transcripts.clear({ id: this.peer.id });
  }

  save(): Promise<void> {
    return this.ports.dialogs.save((direction, signal) => this.readAll(direction, signal));
  }

  copy({ text }: { readonly text: string }): Promise<void> {
    return this.ports.dialogs.copy(text);
  }

  pickTarget(): Promise<Suggestion | undefined> {
    const { dialogs, library, suggestions } = this.ports;
    return dialogs.pickTarget(suggestions(), library.recent);
  }

  pickFile({ purpose }: { readonly purpose: FilePurpose }): Promise<FileChoice | undefined> {
    return this.ports.dialogs.pickFile(purpose);
  }

  pickHistory(): Promise<Draft | undefined> {
    return this.ports.dialogs.pickDraft(this.ports.library.history);
  }

  pickSnippet(): Promise<Draft | undefined> {
    const { dialogs, library } = this.ports;
    return dialogs.pickSnippet(library.snippets, (name) => void library.deleteSnippet(name));
  }

  async saveSnippet({ draft }: { readonly draft: Draft }): Promise<void> {
    const name = await this.ports.dialogs.askSnippetName();
    if (name) await this.ports.library.saveSnippet({ name, draft });
  }

  /** The person closed the panel: what only it needed goes. */
  async discard(): Promise<void> {
    const engine = await this.attachment?.catch(() => undefined);
    if (engine) await this.peer.discard(engine);
  }

  dispose(): void {
    this.detach();
    this.store.dispose();
  }

  private get state(): PageState {
    const { peer, transcript, ports } = this;
    return {
      id: peer.id,
      role: peer.role,
      connection: peer.connection(transcript, ports.say),
      transcript,
      periodic: peer.periodic,
      target: this.target,
    };
  }

  /** The engine, with our peer in it. */
  private engine(): Promise<Engine> {
    this.attachment ??= this.attach().catch((error: unknown) => {
      this.attachment = undefined;
      throw error;
    });
    return this.attachment;
  }

  private async attach(): Promise<Engine> {
    const engine = await this.ports.engine();
    const { id } = this.peer;
    this.follow.add(await this.peer.attach(engine));
    this.follow.add(
      engine.transcripts.onDidChange((infos) => {
        const info = infos.find((changed) => changed.id === id);
        if (!info) return;
        this.transcript = info;
        this.changed.mark('state');
      }),
    );
    this.transcript = (await engine.transcripts.info({ id })) ?? nothingYet(id);
    return engine;
  }

  private detach(): void {
    this.follow.dispose();
    this.follow = new DisposableStore();
    this.attachment = undefined;
  }

  private async bytesOf(payload: Payload): Promise<Uint8Array> {
    return payload.kind === 'bytes' ? payload.bytes : this.ports.dialogs.readFile(payload.uri);
  }

  private async specOf({ address, reconnect, tls }: Target): Promise<ConnectSpec> {
    return { address: parseAddress(address), reconnect, tls: tls && (await this.tlsOf(tls)) };
  }

  private async tlsOf({ serverName, ca, cert, key, verify }: TlsDraft): Promise<ConnectSpec['tls']> {
    const read = async (uri: string) =>
      uri === '' ? undefined : new TextDecoder().decode(await this.ports.dialogs.readFile(uri));
    return {
      serverName: serverName.trim() === '' ? undefined : serverName.trim(),
      ca: await read(ca),
      cert: await read(cert),
      key: await read(key),
      verify,
    };
  }

  /** Everything of one direction, or of both, that is still there. */
  private async readAll(direction: Direction | undefined, signal: AbortSignal): Promise<Uint8Array> {
    const { transcripts } = await this.engine();
    const parts: Uint8Array[] = [];
    for (let offset = 0; !signal.aborted;) {
      const part = await transcripts.bytes({ id: this.peer.id, direction, offset, length: SAVE_BYTES });
      if (part.bytes.length === 0) break;
      parts.push(part.bytes);
      offset = part.offset + part.bytes.length;
    }
    return concatBytes(parts);
  }
}

function nothingYet(id: string): TranscriptInfo {
  return { id, chunks: 0, bytesReceived: 0, bytesSent: 0, evicted: { chunks: 0, bytes: 0 }, live: false };
}

/** A text without values, to be translated as it is. */
function plain(template: string): Message {
  return { code: 'page', template, args: {} };
}
