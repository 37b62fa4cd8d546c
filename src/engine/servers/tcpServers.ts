import type { NodeSnapshot } from '../../core/api/node';
import type { Servers, ServersChange, ServerSpec } from '../../core/api/server';
import type { SessionPage, SessionQuery } from '../../core/api/session';
import type { Address } from '../../core/net/address';
import type { Clock } from '../../core/util/clock';
import { Coalescer } from '../../core/util/coalescer';
import type { Disposable } from '../../core/util/disposable';
import { Emitter } from '../../core/util/event';
import { Failure, type Message } from '../../core/util/message';
import { whyNotListen } from '../listener';
import { endings } from '../sessions/endings';
import type { ProbeRegistry } from '../sessions/probeRegistry';
import { SessionBook } from '../sessions/sessionBook';
import { ServerNode, type TapFor } from './serverNode';
import { serverMessages } from './serverMessages';

/** Milliseconds between two tellings of what changed. */
const CHANGE_INTERVAL_MS = 250;

export interface TcpServersOptions {
  readonly clock: Clock;
  /** Gives an id that no other session of the engine has or had. */
  readonly nextSessionId: () => string;
  readonly probes: ProbeRegistry;
  readonly tapFor: TapFor;
  /** Called with the id of an ended session that is no longer listed. */
  readonly forgotten?: (session: string) => void;
}

interface Running {
  readonly node: ServerNode;
  readonly started: Promise<void>;
  stopped?: Promise<void>;
}

/** The TCP servers of an engine. */
export class TcpServers implements Servers, Disposable {
  private readonly running = new Map<string, Running>();
  private readonly changes = new Emitter<ServersChange>();
  private readonly changedSessions = new Set<string>();
  private readonly changed: Coalescer<string>;
  /** Also knows the sessions of servers that stopped, until one of the same id starts. */
  readonly book: SessionBook;

  constructor(private readonly options: TcpServersOptions) {
    const { clock, nextSessionId, forgotten } = options;
    this.changed = new Coalescer(clock, CHANGE_INTERVAL_MS, (ids) => {
      this.tell(ids);
    });
    this.book = new SessionBook({
      clock,
      nextId: nextSessionId,
      forgotten,
      changed: (id) => {
        this.changedSessions.add(id);
        this.changed.mark(id);
      },
    });
  }

  readonly onDidChange = this.changes.event;

  async start(spec: ServerSpec): Promise<NodeSnapshot> {
    if (this.running.has(spec.id)) throw new Failure(serverMessages.running({ name: spec.name }));
    const { clock, probes, tapFor } = this.options;
    const changed = () => {
      this.changed.mark(spec.id);
    };
    const node = new ServerNode({ spec, clock, probes, tapFor, changed, book: this.book });
    this.book.forget(spec.id);
    const started = node.start();
    this.running.set(spec.id, { node, started });
    changed();
    try {
      await started;
    } catch (error) {
      this.remove(spec.id);
      throw error;
    }
    return node.snapshot();
  }

  async stop({ id, graceMs = 0 }: { readonly id: string; readonly graceMs?: number }): Promise<void> {
    const running = this.running.get(id);
    if (!running) return;
    await (running.stopped ??= this.end(id, running, graceMs));
  }

  list(): Promise<readonly NodeSnapshot[]> {
    return Promise.resolve([...this.running.values()].map(({ node }) => node.snapshot()));
  }

  tryAddress({ address }: { readonly address: Address }): Promise<Message | undefined> {
    return whyNotListen(address);
  }

  send(request: Parameters<Servers['send']>[0]): Promise<number> {
    const { to, bytes } = request;
    if ('node' in to) return Promise.resolve(this.running.get(to.node)?.node.broadcast(bytes) ?? 0);
    const connection = this.connection(to.session);
    if (!connection?.takes) return Promise.resolve(0);
    connection.write(bytes);
    return Promise.resolve(1);
  }

  async finish({ session }: { readonly session: string }): Promise<void> {
    const connection = this.connection(session);
    if (!connection) throw new Failure(serverMessages.noSuchSession());
    connection.finish();
    await Promise.resolve();
  }

  sessions(query: SessionQuery): Promise<SessionPage> {
    return Promise.resolve(this.book.page(query));
  }

  kill({ ids }: { readonly ids: readonly string[] }): Promise<number> {
    return Promise.resolve(this.book.kill(ids));
  }

  /** Stops every server; resolves when all ports are free. */
  async stopAll(): Promise<void> {
    await Promise.all([...this.running.keys()].map((id) => this.stop({ id })));
  }

  /** The hard end: resets everything without waiting, and tells nobody. */
  dispose(): void {
    this.changed.dispose();
    this.changes.dispose();
    for (const { node } of this.running.values()) {
      node.reset(endings.nodeStopped());
      void node.stop(0);
    }
  }

  private async end(id: string, { node, started }: Running, graceMs: number): Promise<void> {
    // A start that fails says so to whoever started it, and has removed the node itself.
    const runs = await started.then(
      () => true,
      () => false,
    );
    if (!runs) return;
    await node.stop(graceMs);
    this.remove(id);
  }

  private remove(id: string): void {
    this.running.delete(id);
    this.changed.mark(id);
  }

  private connection(session: string) {
    const node = this.book.get(session)?.node;
    return node === undefined ? undefined : this.running.get(node)?.node.connection(session);
  }

  private tell(ids: ReadonlySet<string>): void {
    const nodes = [...ids].flatMap((id) => this.running.get(id)?.node.snapshot() ?? []);
    const removed = [...ids].filter((id) => !this.running.has(id));
    const sessionsOf = [...this.changedSessions];
    this.changedSessions.clear();
    this.changes.fire({ nodes, removed, sessionsOf });
  }
}
