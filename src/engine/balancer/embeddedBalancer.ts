import type {
  Balancer,
  BalancerCapabilities,
  BalancerChange,
  BalancerSnapshot,
  BalancerSpec,
  CheckReport,
  ServerRef,
} from '../../core/api/balancer';
import type { CallOptions } from '../../core/api/call';
import type { CheckResult } from '../../core/api/check';
import type { SessionPage, SessionQuery } from '../../core/api/session';
import type { Tap } from '../../core/capture/tap';
import type { Clock } from '../../core/util/clock';
import { Coalescer } from '../../core/util/coalescer';
import { Emitter } from '../../core/util/event';
import { Failure } from '../../core/util/message';
import type { Random } from '../../core/util/random';
import { endings } from '../sessions/endings';
import type { ProbeRegistry } from '../sessions/probeRegistry';
import type { Session } from '../sessions/session';
import { SessionBook } from '../sessions/sessionBook';
import { Backend } from './backend';
import type { BalancerContext, Row } from './context';
import { Farm, farmMessages } from './farm';
import { Frontend } from './frontend';
import { GentleClose } from './gentleClose';
import { ReadBuffers } from './readBuffers';

/** Changes are told at most this often. */
const TELL_EVERY_MS = 250;
/** A time-out is kept to a tenth of itself, within these bounds, milliseconds. */
const IDLE_SWEEP = { min: 10, max: 250 };

export interface EmbeddedBalancerOptions {
  readonly id: string;
  readonly spec: BalancerSpec;
  readonly clock: Clock;
  readonly random: Random;
  /** Of the engine: so that its nodes know its checks. */
  readonly probes: ProbeRegistry;
  /** Gives session ids that are unique within the engine. */
  readonly nextSessionId: () => string;
  /** Where a session's bytes are written down; without it the data path does not look. */
  readonly tapFor?: (session: Session) => Tap | undefined;
  /** Called when it is disposed of. */
  readonly onDispose?: () => void;
}

/** The balancer that carries its traffic itself. It can be started again after a stop, and begins anew then. */
export class EmbeddedBalancer implements Balancer {
  readonly capabilities: BalancerCapabilities = { checkNow: true, killSessions: true, setWeight: true };
  private readonly changeEmitter = new Emitter<BalancerChange>();
  /** Sent at most four times a second. */
  readonly onDidChange = this.changeEmitter.event;
  private readonly book: SessionBook;
  /** Rows that changed, and ids of nodes whose list of sessions did. */
  private readonly changes: Coalescer<Row | string>;
  private readonly context: BalancerContext;
  private farm: Farm;
  /** While it is not undefined, the farm is started or about to be. */
  private started: Promise<BalancerSnapshot> | undefined;
  private stopping: Promise<void> | undefined;

  constructor(private readonly options: EmbeddedBalancerOptions) {
    const { id, clock, random, probes, nextSessionId, spec, tapFor } = options;
    this.changes = new Coalescer<Row | string>(clock, TELL_EVERY_MS, (marked) => {
      this.changeEmitter.fire(this.describe(marked));
    });
    const changed = (row: Row | string) => {
      this.changes.mark(row);
    };
    this.book = new SessionBook({ clock, nextId: nextSessionId, changed });
    this.context = {
      id,
      clock,
      random,
      probes,
      changed,
      tapFor,
      book: this.book,
      buffers: new ReadBuffers(),
      gentleClose: new GentleClose(clock),
      idleSweepMs: idleSweep(spec),
    };
    this.farm = new Farm(spec, this.context);
  }

  get id(): string {
    return this.options.id;
  }

  start(): Promise<BalancerSnapshot> {
    return (this.started ??= this.begin());
  }

  stop({ graceMs = 0 }: { readonly graceMs?: number }): Promise<void> {
    return (this.stopping ??= this.end(graceMs).finally(() => {
      this.stopping = undefined;
    }));
  }

  /** @throws Failure when a server is not known or a weight out of range; then nothing is done */
  async act({ servers, action }: Parameters<Balancer['act']>[0]): Promise<void> {
    const found = servers.map((ref) => this.farm.server(ref));
    if (action.kind === 'weight') checkWeight(action.weight);
    for (const server of found) this.farm.act(server, action);
  }

  /** A balancer that is not started can check too. */
  async check(
    { servers }: { readonly servers: readonly ServerRef[] },
    options?: CallOptions<CheckReport>,
  ): Promise<readonly CheckReport[]> {
    const { farm } = this;
    const found = servers.map((ref) => farm.server(ref));
    await farm.resolveNames();
    return farm.prober.check(found, options);
  }

  history(server: ServerRef): Promise<readonly CheckResult[]> {
    return Promise.resolve([...this.farm.server(server).history]);
  }

  snapshot(): Promise<BalancerSnapshot> {
    return Promise.resolve(this.currentSnapshot());
  }

  sessions(query: SessionQuery): Promise<SessionPage> {
    return Promise.resolve(this.book.page(query));
  }

  kill({ ids }: { readonly ids: readonly string[] }): Promise<number> {
    return Promise.resolve(this.book.kill(ids));
  }

  /** The session of the connection that has `client` (`127.0.0.1:40000`) as its other end, the newest if several. */
  sessionOf(client: string): Session | undefined {
    return this.book.findByClient(client);
  }

  dispose(): void {
    this.farm.dispose(endings.nodeStopped());
    this.changes.dispose();
    this.changeEmitter.dispose();
    this.options.onDispose?.();
  }

  private async begin(): Promise<BalancerSnapshot> {
    await this.stopping;
    if (this.farm.isUsed) this.renew();
    try {
      await this.farm.start();
    } catch (error) {
      this.started = undefined;
      throw error;
    } finally {
      this.changes.flush();
    }
    return this.currentSnapshot();
  }

  /** Counters, health and admin states begin anew with each start. */
  private renew(): void {
    for (const frontend of this.farm.frontends) this.book.forget(frontend.id);
    this.farm = new Farm(this.options.spec, this.context);
    for (const row of [...this.farm.backends, ...this.farm.servers]) this.changes.mark(row);
  }

  private async end(graceMs: number): Promise<void> {
    const { started } = this;
    this.started = undefined;
    // One that could not start has nothing to stop, and has told its caller so.
    const isRunning = await started?.then(
      () => true,
      () => false,
    );
    if (isRunning) await this.farm.stop(graceMs, endings.nodeStopped());
    this.changes.flush();
  }

  private currentSnapshot(): BalancerSnapshot {
    const { frontends, backends, servers } = this.farm;
    return this.describe(new Set<Row>([...frontends, ...backends, ...servers]));
  }

  private describe(marked: ReadonlySet<Row | string>): BalancerChange {
    const frontends = [];
    const backends = [];
    const servers = [];
    const sessionsOf = [];
    for (const row of marked) {
      if (typeof row === 'string') sessionsOf.push(row);
      else if (row instanceof Frontend) frontends.push(row.snapshot());
      else if (row instanceof Backend) backends.push(row.snapshot());
      else servers.push(row.snapshot(this.farm.isInUse(row)));
    }
    return { id: this.id, frontends, backends, servers, sessionsOf };
  }
}

function checkWeight(weight: number): void {
  if (!Number.isInteger(weight) || weight < 0 || weight > 256)
    throw new Failure(farmMessages.badWeight({ weight }));
}

function idleSweep({ frontends, backends }: BalancerSpec): number {
  const timeouts = [
    ...frontends.map(({ timeouts }) => timeouts.client),
    ...backends.map(({ timeouts }) => timeouts.server),
  ];
  const tenth = Math.min(...timeouts.filter((ms) => ms > 0)) / 10;
  return Math.max(IDLE_SWEEP.min, Math.min(IDLE_SWEEP.max, tenth));
}
