import type { Socket } from 'node:net';
import type { FrontendSpec } from '../../core/api/balancer';
import type { NodeSnapshot, NodeState } from '../../core/api/node';
import type { Message } from '../../core/util/message';
import { clientEndpoint } from '../sessions/endpoint';
import { endings } from '../sessions/endings';
import type { Backend } from './backend';
import { Bind } from './bind';
import type { BalancerContext } from './context';
import type { Crowd } from './crowd';
import { Pair } from './pair';
import { adopt } from './relay';
import { Slots } from './slots';

/** Accepts clients on its addresses and hands each to its backend. */
export class Frontend {
  readonly id: string;
  readonly binds: readonly Bind[];
  private state: NodeState = 'stopped';
  private reason: Message | undefined;

  constructor(
    readonly spec: FrontendSpec,
    private readonly backend: Backend | undefined,
    private readonly context: BalancerContext,
    all: Slots,
    crowd: Crowd,
  ) {
    this.id = frontendId(context.id, spec.name);
    const slots = new Slots(spec.maxConnections, all);
    this.binds = spec.binds.map((bind) => new Bind(bind, this, new Slots(bind.maxConnections, slots), crowd));
  }

  get isRunning(): boolean {
    return this.state === 'running';
  }

  become(state: NodeState, reason?: Message): void {
    this.state = state;
    this.reason = reason;
    this.changed();
  }

  /** Notes that its row is no longer what it was. */
  changed(): void {
    this.context.changed(this);
  }

  snapshot(): NodeSnapshot {
    const { id, spec, state, reason } = this;
    const { current, total, bytesIn, bytesOut } = this.context.book.counts(id).sessions;
    const addresses = this.binds.map((bind) => bind.address);
    const warning = this.binds.find((bind) => bind.warning)?.warning;
    return {
      id,
      kind: 'frontend',
      name: spec.name,
      addresses,
      state,
      reason,
      warning,
      sessions: { current, total },
      bytesIn,
      bytesOut,
    };
  }

  /** Takes over a connection, paused, whose slot is taken. */
  admit(client: Socket, bind: Bind): void {
    const { backend, context } = this;
    const endpoint = clientEndpoint(client);
    const isCheck = context.probes.has(endpoint);
    context.changed(this);
    if (!backend) {
      this.turnAway(client, endpoint, isCheck, bind);
      return;
    }
    const pair = new Pair(client, bind, backend, context.buffers, context.clock.now());
    pair.session = context.book.open(this.id, endpoint, isCheck, pair);
    if (context.tapFor && !isCheck) pair.tap = context.tapFor(pair.session);
    adopt(pair);
    backend.accept(pair);
  }

  /** Without a backend there is nobody to talk to: FIN. */
  private turnAway(client: Socket, endpoint: string, isCheck: boolean, bind: Bind): void {
    const { book, gentleClose } = this.context;
    const session = book.open(this.id, endpoint, isCheck, { kill: () => client.destroy() });
    gentleClose.close(client);
    book.end(session, endings.noBackend({ frontend: this.spec.name }));
    bind.release();
  }
}

/** A frontend's id among the nodes of an engine. */
export function frontendId(balancer: string, name: string): string {
  return `${balancer}/${name}`;
}
