import type { ServerAction } from '../../../src/core/api/balancer';
import { BlackHole, freePort } from '../deadAddresses';
import { Peer } from '../peer';
import { WireClient } from '../wireClient';
import type { ServerStat, StartSubject, Subject } from './subject';

/** Something that a balancer does to its clients and servers, asserted in the same words on ours and on HAProxy. */
export interface Scenario {
  readonly name: string;
  readonly prepare: (stage: Stage) => Promise<Prepared>;
}

export interface Prepared {
  /** `listen` by default. */
  readonly section?: 'listen' | 'frontend';
  /** What stands in its section besides the bind line. */
  readonly lines: readonly string[];
  /** Asserts. */
  readonly run: (proxy: Proxy) => Promise<void>;
}

/** Servers for a scenario; all are closed in the end. */
export class Stage {
  private readonly closers: (() => Promise<void>)[] = [];
  private readonly hole: Promise<BlackHole>;

  constructor() {
    this.hole = BlackHole.open();
    this.closers.push(async () => (await this.hole).close());
  }

  async peer(onConnection?: Parameters<typeof Peer.listen>[0]): Promise<Peer> {
    const peer = await Peer.listen(onConnection);
    this.closers.push(() => peer.close());
    return peer;
  }

  /** A server that says its name and closes when the client does. */
  async named(name: string): Promise<number> {
    const peer = await this.peer((socket) => {
      socket.write(name);
      socket.on('end', () => socket.end()).resume();
    });
    return peer.address.port;
  }

  /** Three `server` lines s1, s2, s3 with these parameters, each saying its name. */
  async namedServers(...parameters: readonly string[]): Promise<string[]> {
    const ports = await Promise.all(parameters.map((_, i) => this.named(`s${i + 1}`)));
    return ports.map((port, i) => `server s${i + 1} 127.0.0.1:${port} ${parameters[i]}`);
  }

  /** A port that refuses. */
  refusing(): Promise<number> {
    return freePort();
  }

  /** A port that neither accepts nor refuses. */
  async blackHole(): Promise<number> {
    return (await this.hole).port;
  }

  async close(): Promise<void> {
    await Promise.all(this.closers.map((close) => close()));
  }
}

/** A scenario's own proxy of the running balancer. */
export class Proxy {
  constructor(
    private readonly subject: Subject,
    readonly name: string,
    readonly port: number,
  ) {}

  connect(): Promise<WireClient> {
    return WireClient.connect(this.port);
  }

  ask(text?: string): Promise<string> {
    return WireClient.ask(this.port, text);
  }

  /** Asks one after another; the answers with blanks between. */
  async asks(count: number): Promise<string> {
    const answers: string[] = [];
    for (let i = 0; i < count; i++) answers.push((await this.ask()) || '-');
    return answers.join(' ');
  }

  stat(server = 's1'): Promise<ServerStat> {
    return this.subject.stat(this.name, server);
  }

  act(server: string, action: ServerAction): Promise<void> {
    return this.subject.act(this.name, server, action);
  }
}

const defaults = [
  'defaults',
  '  mode tcp',
  '  timeout connect 5s',
  '  timeout client 5s',
  '  timeout server 5s',
];

/**
 * Declares a test for each scenario. All share one balancer and run at the same time, since most of their time is
 * spent on waiting for time-outs.
 */
export function tryScenarios(scenarios: readonly Scenario[], start: StartSubject): void {
  let stage: Stage | undefined;
  const outcomes = new Map<Scenario, Promise<void>>();
  let subject: Subject | undefined;

  before(async function () {
    this.timeout(60_000);
    const own = (stage = new Stage());
    const prepared = await Promise.all(scenarios.map((scenario) => scenario.prepare(own)));
    const ports = await Promise.all(prepared.map(() => freePort()));
    const sections = prepared.map(({ section = 'listen', lines }, i) =>
      [`${section} p${i}`, `  bind 127.0.0.1:${ports[i]}`, ...lines.map((line) => `  ${line}`)].join('\n'),
    );
    subject = await start(`${[...defaults, ...sections].join('\n')}\n`);
    const running = subject;
    scenarios.forEach((scenario, i) => {
      const outcome = prepared[i]!.run(new Proxy(running, `p${i}`, ports[i]!));
      outcome.catch(() => undefined);
      outcomes.set(scenario, outcome);
    });
  });

  after(async function () {
    this.timeout(60_000);
    await Promise.allSettled(outcomes.values());
    await subject?.stop();
    await stage?.close();
  });

  for (const scenario of scenarios)
    it(scenario.name, async function () {
      this.timeout(60_000);
      await outcomes.get(scenario);
    });
}
