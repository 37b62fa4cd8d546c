import type { NodeSnapshot, NodeState } from '../../core/api/node';
import type { ServersChange, ServerSpec } from '../../core/api/server';
import type { Range } from '../../core/text/range';
import { Emitter } from '../../core/util/event';
import type { Message } from '../../core/util/message';
import { keyOf, type ModelChange } from './keys';

/** A server that we run or could run. */
export interface ServerNode {
  readonly id: string;
  /** What the next start does; a running one may still do what its file said before. */
  readonly spec: ServerSpec;
  readonly origin: ServerOrigin;
  readonly snapshot: NodeSnapshot;
  /** Completes `spec` at each start with what is read only then; absent when there is nothing to read. */
  readonly load?: () => Promise<ServerSpec>;
}

export type ServerOrigin =
  | { readonly kind: 'adHoc'; readonly startOnOpen: boolean }
  /** A block of a `.wire` file. */
  | { readonly kind: 'file'; readonly uri: string; readonly range: Range };

/** A server as a file has it. */
export interface FileServer {
  readonly spec: ServerSpec;
  readonly load?: () => Promise<ServerSpec>;
  readonly range: Range;
}

/** Whether it holds a port, or is about to. */
export function isActive(state: NodeState): boolean {
  return state === 'starting' || state === 'running' || state === 'stopping';
}

/** The servers that are known, from wherever: state only, what acts on them is in ServerControl. */
export class ServerNodes {
  private readonly nodes = new Map<string, ServerNode>();
  /** Running, but no longer in their file: they go when they stop. */
  private readonly orphans = new Set<string>();
  /** Ids of blocks whose server was started by hand and goes on under its own id. */
  private readonly adopted = new Map<string, string>();
  private readonly changed = new Emitter<ModelChange>();
  readonly onDidChange = this.changed.event;

  all(): readonly ServerNode[] {
    return [...this.nodes.values()];
  }

  get(id: string): ServerNode | undefined {
    return this.nodes.get(id);
  }

  /** Adds an ad-hoc server, or replaces what it is. */
  put(spec: ServerSpec, startOnOpen: boolean): void {
    const isNew = !this.nodes.has(spec.id);
    this.set({ id: spec.id, spec, origin: { kind: 'adHoc', startOnOpen }, snapshot: this.snapshotOf(spec) });
    this.tell([spec.id], isNew);
  }

  /** Forgets a server: now, or when it stops. */
  retire(id: string): void {
    const node = this.nodes.get(id);
    if (!node) return;
    this.dropWhenIdle(node);
    this.tell([id], true);
  }

  /** A server that was started by hand has become a block of a file: it goes on, sessions and all. */
  adopt(id: string, block: string): void {
    this.adopted.set(block, id);
  }

  /** The id that a block's server has here. */
  idOf(block: string): string {
    return this.adopted.get(block) ?? block;
  }

  /** What a `.wire` file holds now; an empty list when the file is gone. */
  setFile(uri: string, servers: readonly FileServer[]): void {
    const before = this.ofFile(uri);
    const kept = servers.map((server) => this.setBlock(uri, server));
    const gone = before.filter(({ id }) => !kept.includes(id));
    for (const node of gone) this.dropWhenIdle(node);
    const structure = kept.join('\n') !== before.map(({ id }) => id).join('\n');
    this.tell([...kept, ...gone.map(({ id }) => id)], structure);
  }

  /** What the engine says of its servers. */
  merge(change: ServersChange): void {
    const known = change.nodes.filter(({ id }) => this.nodes.has(id));
    for (const snapshot of known) this.replace(snapshot);
    // One that failed is gone from the engine too: it stays failed, with its reason.
    const ended = change.removed.filter((id) => this.isActive(id));
    for (const id of ended) this.idle(id, 'stopped');
    this.tell([...known.map(({ id }) => id), ...ended], false);
  }

  /** A state that the engine does not know of (yet): starting, failed, stopped. */
  mark(id: string, state: NodeState, reason?: Message): void {
    if (isActive(state)) this.update(id, { state, reason: undefined, warning: undefined });
    else this.idle(id, state, reason);
    this.tell([id], false);
  }

  /** Everything that ran has failed with the engine. Returns what that was. */
  failAll(reason: Message): readonly string[] {
    const lost = this.all().filter(({ snapshot }) => isActive(snapshot.state));
    for (const { id } of lost)
      this.update(id, { ...stoppedCounts, state: 'failed', reason, warning: undefined });
    if (lost.length > 0)
      this.tell(
        lost.map(({ id }) => id),
        false,
      );
    return lost.map(({ id }) => id);
  }

  /** Returns the id it has here. */
  private setBlock(uri: string, { spec, range, load }: FileServer): string {
    const id = this.idOf(spec.id);
    this.orphans.delete(id);
    this.set({
      id,
      spec: { ...spec, id },
      origin: { kind: 'file', uri, range },
      snapshot: this.snapshotOf({ ...spec, id }),
      load: load && (async () => ({ ...(await load()), id })),
    });
    return id;
  }

  private isActive(id: string): boolean {
    return isActive(this.nodes.get(id)?.snapshot.state ?? 'stopped');
  }

  private ofFile(uri: string): readonly ServerNode[] {
    return this.all().filter(({ origin }) => origin.kind === 'file' && origin.uri === uri);
  }

  private set(node: ServerNode): void {
    this.nodes.set(node.id, node);
  }

  private snapshotOf(spec: ServerSpec): NodeSnapshot {
    const known = this.nodes.get(spec.id)?.snapshot;
    if (known && isActive(known.state)) return known;
    return { ...stopped(spec), state: known?.state ?? 'stopped', reason: known?.reason };
  }

  private replace(snapshot: NodeSnapshot): void {
    const node = this.nodes.get(snapshot.id);
    if (node) this.set({ ...node, snapshot });
  }

  private update(id: string, part: Partial<NodeSnapshot>): void {
    const node = this.nodes.get(id);
    if (node) this.set({ ...node, snapshot: { ...node.snapshot, ...part } });
  }

  private idle(id: string, state: NodeState, reason?: Message): void {
    const node = this.nodes.get(id);
    if (!node) return;
    this.set({ ...node, snapshot: { ...stopped(node.spec), state, reason } });
    if (!this.orphans.delete(id)) return;
    this.nodes.delete(id);
    this.tell([id], true);
  }

  private dropWhenIdle(node: ServerNode): void {
    if (isActive(node.snapshot.state)) this.orphans.add(node.id);
    else this.nodes.delete(node.id);
  }

  private tell(ids: readonly string[], structure: boolean): void {
    if (ids.length > 0 || structure)
      this.changed.fire({ structure, keys: ids.flatMap((id) => this.keysOf(id)) });
  }

  /** Its own row, and that of its file. */
  private keysOf(id: string): string[] {
    const origin = this.nodes.get(id)?.origin;
    return origin?.kind === 'file' ? [keyOf.server(id), keyOf.file(origin.uri)] : [keyOf.server(id)];
  }
}

const stoppedCounts = { sessions: { current: 0, total: 0 }, bytesIn: 0, bytesOut: 0 };

function stopped(spec: ServerSpec): NodeSnapshot {
  return {
    id: spec.id,
    kind: 'server',
    name: spec.name,
    addresses: [spec.address],
    state: 'stopped',
    ...stoppedCounts,
  };
}
