import type { Balancer, BalancerSpec } from '../core/api/balancer';
import type { Engine } from '../core/api/engine';
import { Emitter, type Event } from '../core/util/event';
import { Failure, catalog, type Message } from '../core/util/message';
import { EmbeddedBalancer } from './balancer/embeddedBalancer';
import { ConsolePool } from './consoles/consolePool';
import { TcpServers } from './servers/tcpServers';
import { ProbeRegistry } from './sessions/probeRegistry';
import { sessionIds } from './sessions/sessionBook';
import { systemClock as clock } from './systemClock';
import { TranscriptStore } from './transcripts/transcriptStore';

export const embeddedMessages = catalog('embedded', {
  balancerExists: 'The balancer {id} exists already. Stop it first.',
});

export interface EngineOptions {
  readonly transcripts?: {
    /** Where transcripts of consoles outlive this process; without it they are in memory only. */
    readonly directory?: string;
    /** Bytes of memory for all transcripts together; default 256 MiB. */
    readonly budget?: number;
  };
}

const SHUTDOWN_MS = 2000;

/** Servers, consoles, transcripts and balancers in the calling thread. */
export class EmbeddedEngine implements Engine {
  readonly servers: TcpServers;
  readonly consoles: ConsolePool;
  readonly transcripts: TranscriptStore;
  /** Never fires: when this engine dies, its thread does. */
  readonly onDidFail: Event<Message> = new Emitter<Message>().event;
  private readonly balancers = new Map<string, EmbeddedBalancer>();
  private readonly probes = new ProbeRegistry();
  private readonly nextSessionId = sessionIds(clock.wallTime().toString(36));

  constructor({ transcripts }: EngineOptions = {}) {
    const { probes, nextSessionId } = this;
    this.transcripts = new TranscriptStore({ clock, ...transcripts });
    this.servers = new TcpServers({
      clock,
      probes,
      nextSessionId,
      tapFor: (session) => this.transcripts.tap(session),
      forgotten: (session) => {
        this.transcripts.release(session);
      },
    });
    this.consoles = new ConsolePool({
      clock,
      random: Math.random,
      transcripts: this.transcripts,
      serverOf: (endpoint) => this.serverOf(endpoint),
    });
  }

  async createBalancer({
    id,
    spec,
  }: {
    readonly id: string;
    readonly spec: BalancerSpec;
  }): Promise<Balancer> {
    if (this.balancers.has(id)) throw new Failure(embeddedMessages.balancerExists({ id }));
    const { probes, nextSessionId } = this;
    const onDispose = () => {
      this.balancers.delete(id);
    };
    const random = Math.random;
    const balancer = new EmbeddedBalancer({ id, spec, clock, random, probes, nextSessionId, onDispose });
    this.balancers.set(id, balancer);
    return balancer;
  }

  async shutdown({ deadlineMs = SHUTDOWN_MS }: { readonly deadlineMs?: number }): Promise<void> {
    await Promise.race([
      this.stopAll(),
      new Promise((resolve) =>
        clock.after(deadlineMs, () => {
          resolve(undefined);
        }),
      ),
    ]);
    // What the consoles say at their end is kept too.
    this.consoles.dispose();
    await this.transcripts.flush();
    this.dispose();
  }

  dispose(): void {
    this.consoles.dispose();
    this.servers.dispose();
    for (const balancer of [...this.balancers.values()]) balancer.dispose();
    this.transcripts.dispose();
  }

  /** From the outside in: a balancer whose servers are gone first would tell its clients of their end, not of its own. */
  private async stopAll(): Promise<void> {
    await Promise.all([...this.balancers.values()].map((balancer) => balancer.stop({})));
    await this.servers.stopAll();
  }

  private serverOf(endpoint: string): { backend: string; server: string } | undefined {
    for (const balancer of this.balancers.values()) {
      const server = balancer.sessionOf(endpoint)?.server;
      if (server) return { backend: server.backend, server: server.name };
    }
    return undefined;
  }
}
