import type { CallOptions } from '../../core/api/call';
import type { ConsoleSnapshot, Consoles, SendProgress } from '../../core/api/console';
import { Coalescer } from '../../core/util/coalescer';
import type { Disposable } from '../../core/util/disposable';
import { Emitter } from '../../core/util/event';
import { Failure } from '../../core/util/message';
import type { TranscriptStore } from '../transcripts/transcriptStore';
import { Console, type ConsoleTools } from './console';
import { consoleMessages } from './consoleMessages';
import { sendEach, type ServerLookup } from './sendEach';

const TELL_MS = 100;

export interface ConsolePoolOptions extends ConsoleTools {
  readonly transcripts: TranscriptStore;
  /** Default: no balancer knows. */
  readonly serverOf?: ServerLookup;
}

/** The consoles of an engine. */
export class ConsolePool implements Consoles, Disposable {
  private readonly consoles = new Map<string, Console>();
  private readonly changes = new Emitter<readonly ConsoleSnapshot[]>();
  private readonly changed: Coalescer<Console>;

  readonly onDidChange = this.changes.event;

  constructor(private readonly options: ConsolePoolOptions) {
    this.changed = new Coalescer(options.clock, TELL_MS, (consoles) => {
      this.changes.fire([...consoles].map((console) => console.snapshot));
    });
  }

  async open({ id }: { readonly id: string }): Promise<ConsoleSnapshot> {
    const tap = await this.options.transcripts.keptTap(id);
    const console =
      this.consoles.get(id) ??
      new Console(id, tap, this.options, (changed) => {
        this.changed.mark(changed);
      });
    this.consoles.set(id, console);
    return console.snapshot;
  }

  discard({ id }: { readonly id: string }): Promise<void> {
    const console = this.consoles.get(id);
    console?.dispose();
    console?.tap.end();
    this.consoles.delete(id);
    return Promise.resolve();
  }

  async connect(
    request: Parameters<Consoles['connect']>[0],
    options?: CallOptions,
  ): Promise<ConsoleSnapshot> {
    const console = this.need(request.id);
    await console.connect(request.spec, options?.signal);
    return console.snapshot;
  }

  async send(request: Parameters<Consoles['send']>[0], options?: CallOptions): Promise<void> {
    await this.need(request.id).send(request.bytes, options?.signal);
  }

  async sendEvery({ id, bytes, everyMs }: Parameters<Consoles['sendEvery']>[0]): Promise<void> {
    await this.need(id).sendEvery(bytes, everyMs);
  }

  async sendEach(
    request: Parameters<Consoles['sendEach']>[0],
    options?: CallOptions<SendProgress>,
  ): Promise<SendProgress> {
    const { tap } = this.need(request.id);
    const serverOf = this.options.serverOf ?? (() => undefined);
    const tell = throttle(this.options, options?.onProgress);
    return sendEach(request, tap, serverOf, tell, options?.signal);
  }

  stopSending({ id }: { readonly id: string }): Promise<void> {
    this.consoles.get(id)?.stopSending();
    return Promise.resolve();
  }

  async end({ id, how }: Parameters<Consoles['end']>[0]): Promise<void> {
    this.need(id).end(how);
  }

  /** Ends every connection. */
  dispose(): void {
    for (const console of this.consoles.values()) console.dispose();
    this.consoles.clear();
    this.changed.dispose();
    this.changes.dispose();
  }

  private need(id: string): Console {
    const console = this.consoles.get(id);
    if (!console) throw new Failure(consoleMessages.unknown({ id }));
    return console;
  }
}

/** Passes on at most ten a second; the last one is the result, which the caller has anyway. */
function throttle<T>({ clock }: ConsoleTools, tell?: (value: T) => void): (value: T) => void {
  let toldAt = -Infinity;
  return (value) => {
    if (clock.now() - toldAt < TELL_MS) return;
    toldAt = clock.now();
    tell?.(value);
  };
}
