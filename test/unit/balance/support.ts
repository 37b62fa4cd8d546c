import type { Balance } from '../../../src/core/api/balancer';
import { Pool } from '../../../src/core/balance/pool';
import { PoolServer } from '../../../src/core/balance/poolServer';

export interface NamedServerOptions {
  readonly weight?: number;
  readonly backup?: boolean;
  readonly maxConnections?: number;
}

/** A pool server with a name, for tests to talk about. */
export class NamedServer extends PoolServer {
  constructor(
    readonly name: string,
    { weight = 1, backup = false, maxConnections = 0 }: NamedServerOptions = {},
  ) {
    super(backup, weight, maxConnections);
  }
}

/** A pool of s1, s2, … that gives out names. */
export class TestPool extends Pool<NamedServer> {
  constructor(
    options: readonly NamedServerOptions[],
    balance: Balance['kind'] = 'roundrobin',
    allBackups = false,
  ) {
    super(
      options.map((option, i) => new NamedServer(`s${i + 1}`, option)),
      { kind: balance },
      allBackups,
    );
  }

  server(name: string): NamedServer {
    return this.servers.find((server) => server.name === name)!;
  }

  /** Names of `count` picks, as sessions that end at once. */
  short(count: number): string {
    return this.picks(count, (server) => {
      this.addServed(server, 1);
      this.addServed(server, -1);
    });
  }

  /** Names of `count` picks, as sessions that stay. */
  held(count: number): string {
    return this.picks(count, (server) => {
      this.addServed(server, 1);
    });
  }

  private picks(count: number, use: (server: NamedServer) => void): string {
    const names: string[] = [];
    for (let i = 0; i < count; i++) {
      const server = this.pick();
      names.push(server?.name ?? '-');
      if (server) use(server);
    }
    return names.join(' ');
  }
}

export function weighted(...weights: number[]): NamedServerOptions[] {
  return weights.map((weight) => ({ weight }));
}
