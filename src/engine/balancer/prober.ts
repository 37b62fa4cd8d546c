import type { CheckReport } from '../../core/api/balancer';
import type { CallOptions } from '../../core/api/call';
import type { CheckResult } from '../../core/api/check';
import { connectLimit, nextInterval, startDelays } from '../../core/health/schedule';
import { rpcMessages } from '../../core/rpc/channel';
import type { Random } from '../../core/util/random';
import type { Disposable } from '../../core/util/disposable';
import { Failure } from '../../core/util/message';
import type { BackendServer } from './backendServer';
import { probe, type ProbeContext } from './probe';

/** Checks on demand that run at once. */
const CONCURRENT = 50;
/** How long a check on demand of a server without `check` may take, milliseconds: HAProxy's default `inter`. */
const DEFAULT_LIMIT_MS = 2000;

export interface ProberContext extends ProbeContext {
  readonly random: Random;
  /** global `spread-checks`. */
  readonly spreadChecks: number;
  /** `timeout connect` and `timeout check` of a backend. */
  readonly timeouts: (server: BackendServer) => { readonly connect: number; readonly check: number };
  readonly record: (server: BackendServer, result: CheckResult) => void;
}

/** Checks servers, on schedule and on demand. */
export class Prober implements Disposable {
  /** What each server's schedule waits for: its next check, or the result of the one under way. */
  private readonly scheduled = new Map<BackendServer, Disposable>();
  private readonly batches = new Set<Batch>();

  constructor(private readonly context: ProberContext) {}

  /** Begins to check those that are to be checked, spread over their first interval. */
  start(servers: readonly BackendServer[]): void {
    const checked = servers.filter((server) => server.spec.check);
    const delays = startDelays(checked.map((server) => server.spec.check!));
    checked.forEach((server, i) => {
      this.schedule(server, delays[i]!);
    });
  }

  /**
   * Checks the servers now, each once, beside their schedule.
   * @throws Failure `rpc.cancelled` when the signal aborts or the prober ends; no further server is checked then
   */
  async check(
    servers: readonly BackendServer[],
    { signal, onProgress }: CallOptions<CheckReport> = {},
  ): Promise<CheckReport[]> {
    const batch = new Batch();
    const cancel = () => {
      batch.cancel();
    };
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted) cancel();
    this.batches.add(batch);
    try {
      return await this.checkAll(servers, batch, onProgress);
    } finally {
      this.batches.delete(batch);
      signal?.removeEventListener('abort', cancel);
    }
  }

  dispose(): void {
    for (const step of this.scheduled.values()) step.dispose();
    this.scheduled.clear();
    for (const batch of this.batches) batch.cancel();
  }

  private schedule(server: BackendServer, delayMs: number): void {
    this.scheduled.set(
      server,
      this.context.clock.after(delayMs, () => {
        this.run(server);
      }),
    );
  }

  private run(server: BackendServer): void {
    const check = server.spec.check!;
    const { record, spreadChecks, random } = this.context;
    if (server.health.admin === 'maint') {
      this.schedule(server, check.interval);
      return;
    }
    const running = probe(server.checkTarget, this.limitOf(server), this.context, (result) => {
      record(server, result);
      this.schedule(server, nextInterval(server.health, check, spreadChecks, random));
    });
    this.scheduled.set(server, running);
  }

  private async checkAll(
    servers: readonly BackendServer[],
    batch: Batch,
    onProgress: CallOptions<CheckReport>['onProgress'],
  ): Promise<CheckReport[]> {
    const reports: CheckReport[] = [];
    const waiting = servers.values();
    const work = async () => {
      for (const server of waiting) {
        const result = await this.checkOnce(server, batch);
        const report = { backend: server.backend, server: server.server, result };
        reports.push(report);
        onProgress?.(report);
      }
    };
    await Promise.all(Array.from({ length: Math.min(CONCURRENT, servers.length) }, work));
    return reports;
  }

  private checkOnce(server: BackendServer, batch: Batch): Promise<CheckResult> {
    return batch.run((done) =>
      probe(server.checkTarget, this.limitOf(server), this.context, (result) => {
        this.context.record(server, result);
        done(result);
      }),
    );
  }

  private limitOf(server: BackendServer): number {
    const { check } = server.spec;
    return check ? connectLimit(check, this.context.timeouts(server)) : DEFAULT_LIMIT_MS;
  }
}

/** The checks of one request that are under way. */
class Batch {
  private readonly ends = new Set<() => void>();
  private cancelled = false;

  /** @throws Failure when the batch is cancelled before the check is done */
  run(start: (done: (result: CheckResult) => void) => Disposable): Promise<CheckResult> {
    if (this.cancelled) return Promise.reject(new Failure(rpcMessages.cancelled()));
    return new Promise((resolve, reject) => {
      const running = start((result) => {
        this.ends.delete(end);
        resolve(result);
      });
      const end = () => {
        running.dispose();
        reject(new Failure(rpcMessages.cancelled()));
      };
      this.ends.add(end);
    });
  }

  cancel(): void {
    this.cancelled = true;
    for (const end of this.ends) end();
    this.ends.clear();
  }
}
