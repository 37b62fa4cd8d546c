import type {
  BackendSnapshot,
  BackendSpec,
  BalancerChange,
  BalancerSnapshot,
  BalancerSpec,
  FrontendSpec,
  ServerLineSpec,
  ServerRef,
  ServerSnapshot,
} from '../../core/api/balancer';
import type { NodeSnapshot, NodeState } from '../../core/api/node';
import type { Range } from '../../core/text/range';
import type { Message } from '../../core/util/message';
import { keyOf } from './keys';

/** A frontend of a haproxy.cfg; `snapshot` while its balancer runs. */
export interface FrontendNode {
  readonly balancer: BalancerNode;
  readonly spec: FrontendSpec;
  readonly snapshot?: NodeSnapshot;
}

export interface BackendNode {
  readonly balancer: BalancerNode;
  readonly spec: BackendSpec;
  readonly snapshot?: BackendSnapshot;
}

/** A server line of a backend. */
export interface MemberNode {
  readonly balancer: BalancerNode;
  readonly ref: ServerRef;
  readonly spec: ServerLineSpec;
  readonly snapshot?: ServerSnapshot;
}

/** What a haproxy.cfg holds. */
export interface BalancerFile {
  /** How people know it: its path in the workspace. */
  readonly name: string;
  /** Nothing when the file has errors that keep it from running. */
  readonly spec?: BalancerSpec;
  readonly errors: number;
}

const nothing: BalancerSpec = { frontends: [], backends: [], maxConnections: 0, spreadChecks: 0 };

/** One haproxy.cfg, and what it does when it runs. */
export class BalancerNode {
  state: NodeState = 'stopped';
  reason: Message | undefined;
  private file: BalancerFile = { name: '', errors: 0 };
  /** What it was started with. */
  private started: BalancerSpec | undefined;
  private shown: BalancerSpec = nothing;
  private outdated = false;
  private readonly nodes = new Map<string, NodeSnapshot>();
  private readonly backendsByName = new Map<string, BackendSnapshot>();
  private readonly members = new Map<string, ServerSnapshot>();

  /** @param id the file's URI */
  constructor(readonly id: string) {}

  get name(): string {
    return this.file.name;
  }

  /** What a start would run; nothing when the file has errors. */
  get runnable(): BalancerSpec | undefined {
    return this.file.spec;
  }

  get errors(): number {
    return this.file.errors;
  }

  /** Whether it runs with something else than its file says by now. */
  get isOutdated(): boolean {
    return this.outdated;
  }

  setFile(file: BalancerFile): void {
    this.file = file;
    this.outdated = this.started !== undefined && !isSame(this.started, file.spec);
    // A file in the middle of an edit keeps showing what it held before.
    if (!this.started) this.shown = file.spec ?? this.shown;
  }

  begin(spec: BalancerSpec): void {
    this.started = spec;
    this.shown = spec;
    this.outdated = false;
    this.mark('starting');
  }

  /** Takes in a first snapshot or what changed since. Returns the keys of what is new. */
  merge(part: BalancerSnapshot | BalancerChange): string[] {
    for (const node of part.frontends) this.nodes.set(node.name, node);
    for (const backend of part.backends) this.backendsByName.set(backend.name, backend);
    for (const server of part.servers) this.members.set(memberKey(server.backend, server.name), server);
    return [
      ...part.frontends.map(({ name }) => keyOf.frontend(this.id, name)),
      ...part.backends.map(({ name }) => keyOf.backend(this.id, name)),
      ...part.servers.map(({ backend, name }) => keyOf.member(this.id, { backend, server: name })),
    ];
  }

  mark(state: NodeState, reason?: Message): void {
    this.state = state;
    this.reason = reason;
    if (state === 'stopped' || state === 'failed') this.end();
  }

  frontends(): readonly FrontendNode[] {
    return this.shown.frontends.map((spec) => this.frontendOf(spec));
  }

  backends(): readonly BackendNode[] {
    return this.shown.backends.map((spec) => this.backendOf(spec));
  }

  membersOf(backend: BackendNode): readonly MemberNode[] {
    return backend.spec.servers.map((spec) => this.memberOf(backend.spec.name, spec));
  }

  /** Where something stands in the file as it is now, when it is still there. */
  rangeOf(kind: 'frontends' | 'backends', name: string, server?: string): Range | undefined {
    const section = this.file.spec?.[kind].find((each) => each.name === name);
    if (server === undefined || !section || !('servers' in section)) return section?.range;
    return section.servers.find((each) => each.name === server)?.range;
  }

  frontend(name: string): FrontendNode | undefined {
    const spec = this.shown.frontends.find((each) => each.name === name);
    return spec && this.frontendOf(spec);
  }

  backend(name: string): BackendNode | undefined {
    const spec = this.shown.backends.find((each) => each.name === name);
    return spec && this.backendOf(spec);
  }

  member(ref: ServerRef): MemberNode | undefined {
    const spec = this.backend(ref.backend)?.spec.servers.find(({ name }) => name === ref.server);
    return spec && this.memberOf(ref.backend, spec);
  }

  /** The servers of all its backends, as they are while it runs. */
  snapshots(): Iterable<ServerSnapshot> {
    return this.members.values();
  }

  backendSnapshots(): Iterable<BackendSnapshot> {
    return this.backendsByName.values();
  }

  memberSnapshot(ref: ServerRef): ServerSnapshot | undefined {
    return this.members.get(memberKey(ref.backend, ref.server));
  }

  private frontendOf(spec: FrontendSpec): FrontendNode {
    return { balancer: this, spec, snapshot: this.nodes.get(spec.name) };
  }

  private backendOf(spec: BackendSpec): BackendNode {
    return { balancer: this, spec, snapshot: this.backendsByName.get(spec.name) };
  }

  private memberOf(backend: string, spec: ServerLineSpec): MemberNode {
    const ref = { backend, server: spec.name };
    return { balancer: this, ref, spec, snapshot: this.memberSnapshot(ref) };
  }

  private end(): void {
    this.started = undefined;
    this.outdated = false;
    this.shown = this.file.spec ?? this.shown;
    this.nodes.clear();
    this.backendsByName.clear();
    this.members.clear();
  }
}

/** Where things stand in the file does not count. */
function isSame(a: BalancerSpec, b: BalancerSpec | undefined): boolean {
  const text = (spec: BalancerSpec | undefined) =>
    JSON.stringify(spec, (key, value: unknown) => (key === 'range' ? undefined : value));
  return text(a) === text(b);
}

function memberKey(backend: string, server: string): string {
  return `${backend}/${server}`;
}
