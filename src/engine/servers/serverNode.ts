import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { NodeSnapshot, NodeState } from '../../core/api/node';
import type { ServerSpec } from '../../core/api/server';
import type { Tap } from '../../core/capture/tap';
import type { Clock } from '../../core/util/clock';
import { Failure, type Message } from '../../core/util/message';
import { listen, type Listener } from '../listener';
import { endings } from '../sessions/endings';
import { clientEndpoint } from '../sessions/endpoint';
import type { ProbeRegistry } from '../sessions/probeRegistry';
import type { SessionBook } from '../sessions/sessionBook';
import { serverContext } from '../tls/serverTls';
import { converseAs } from './behaviours';
import { ClientConnection } from './clientConnection';
import type { Converse } from './conversation';
import { serverMessages } from './serverMessages';

/** Where a session's bytes are written down, if anywhere. Health checks are not asked for. */
export type TapFor = (session: string) => Tap | undefined;

export interface ServerNodeOptions {
  readonly spec: ServerSpec;
  readonly clock: Clock;
  readonly book: SessionBook;
  readonly probes: ProbeRegistry;
  readonly tapFor: TapFor;
  /** Called whenever its snapshot is no longer what it was. */
  readonly changed: () => void;
}

/** One server that runs, from its start to its stop. */
export class ServerNode {
  private state: NodeState = 'starting';
  private listener: Listener | undefined;
  private warning: Message | undefined;
  private secureContext: SecureContext | undefined;
  private readonly converse: Converse;
  private readonly connections = new Map<string, ClientConnection>();
  private onEmpty: (() => void) | undefined;

  /** @throws Failure when the behaviour's options are no good */
  constructor(private readonly options: ServerNodeOptions) {
    const { spec, clock } = options;
    this.converse = converseAs(spec.behaviour, {
      name: spec.name,
      clock,
      delayMs: spec.delayMs ?? 0,
      answers: 0,
    });
  }

  /** @throws Failure when the TLS material is no good or the address cannot be bound */
  async start(): Promise<void> {
    const { spec } = this.options;
    this.secureContext = await this.createContext();
    this.listener = await listen(spec.address, {
      owner: spec.name,
      allowHalfOpen: true,
      noDelay: true,
      onConnection: (socket) => {
        this.accept(socket);
      },
      onWarning: (warning) => {
        this.warning = warning;
        this.options.changed();
      },
    });
    // Disposed of meanwhile: nobody else would give the address back.
    if (this.state !== 'starting') {
      await this.listener.close();
      return;
    }
    this.state = 'running';
    this.options.changed();
  }

  /** Gives the address back at once, waits `graceMs` for the sessions to end, then resets what is left. */
  async stop(graceMs: number): Promise<void> {
    this.state = 'stopping';
    this.options.changed();
    await this.listener?.close();
    if (graceMs > 0 && this.connections.size > 0) await this.emptyWithin(graceMs);
    this.reset(endings.nodeStopped());
    if (this.connections.size > 0) await this.empty();
  }

  /** Resets every connection. */
  reset(reason: Message): void {
    for (const connection of this.connections.values()) connection.reset(reason);
  }

  connection(session: string): ClientConnection | undefined {
    return this.connections.get(session);
  }

  /** Sends to every client that can take it; returns how many could. */
  broadcast(bytes: Uint8Array): number {
    const takers = [...this.connections.values()].filter((connection) => connection.takes);
    for (const connection of takers) connection.write(bytes);
    return takers.length;
  }

  snapshot(): NodeSnapshot {
    const { spec, book } = this.options;
    const { current, total, bytesIn, bytesOut } = book.counts(spec.id).sessions;
    const addresses = [this.listener?.address ?? spec.address];
    const { state, warning } = this;
    return {
      id: spec.id,
      kind: 'server',
      name: spec.name,
      addresses,
      state,
      warning,
      sessions: { current, total },
      bytesIn,
      bytesOut,
    };
  }

  private async createContext(): Promise<SecureContext | undefined> {
    const { spec, clock } = this.options;
    if (!spec.tls) return undefined;
    try {
      return await serverContext(spec.tls, spec.address, clock.wallTime());
    } catch (cause) {
      const { message, reason = message } = cause as Error & { reason?: string };
      throw new Failure(serverMessages.badCertificate({ name: spec.name, reason }), { cause });
    }
  }

  private accept(socket: Socket): void {
    const { spec, book, probes, tapFor, clock, changed } = this.options;
    const client = clientEndpoint(socket);
    const isCheck = probes.has(client);
    const session = book.open(spec.id, client, isCheck, {
      kill: () => {
        connection.reset(endings.killed());
      },
    });
    const connection: ClientConnection = new ClientConnection(socket, {
      session,
      clock,
      tap: isCheck ? undefined : tapFor(session.id),
      secureContext: this.secureContext,
      converse: this.converse,
      moved: () => {
        book.moved(session);
      },
      closed: (ending) => {
        this.connections.delete(session.id);
        book.end(session, ending);
        changed();
        if (this.connections.size === 0) this.onEmpty?.();
      },
    });
    this.connections.set(session.id, connection);
    changed();
  }

  private empty(): Promise<void> {
    return new Promise((resolve) => {
      this.onEmpty = resolve;
    });
  }

  private async emptyWithin(graceMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = this.options.clock.after(graceMs, resolve);
      this.onEmpty = () => {
        timer.dispose();
        resolve();
      };
    });
  }
}
