import { Emitter } from '../../core/util/event';
import { messageOf } from '../../core/util/message';
import type { EngineSlot } from './engineSlot';
import type { Permissions } from './permissions';
import { isActive, type ServerNode, type ServerNodes } from './serverNodes';

/** Starts and stops servers, and keeps the model up to date with what the engine says of them. */
export class ServerControl {
  private readonly sessionsChanged = new Emitter<readonly string[]>();
  /** Ids of servers whose sessions changed. */
  readonly onDidChangeSessions = this.sessionsChanged.event;

  constructor(
    private readonly slot: EngineSlot,
    private readonly nodes: ServerNodes,
    private readonly permissions: Permissions,
  ) {
    slot.onDidStart((engine) => {
      engine.servers.onDidChange((change) => {
        this.nodes.merge(change);
        if (change.sessionsOf.length > 0) this.sessionsChanged.fire(change.sessionsOf);
      });
    });
  }

  /** One that runs already, or that the user does not want to, is left alone. @throws Failure when it cannot start */
  async start(id: string): Promise<void> {
    const node = this.nodes.get(id);
    if (!node || isActive(node.snapshot.state) || !(await this.mayRun(node))) return;
    this.nodes.mark(id, 'starting');
    try {
      await this.startNow(node);
    } catch (error) {
      this.nodes.mark(id, 'failed', messageOf(error));
      throw error;
    }
  }

  async stop(id: string): Promise<void> {
    const node = this.nodes.get(id);
    if (!node || !isActive(node.snapshot.state)) return;
    this.nodes.mark(id, 'stopping');
    await this.slot.peek()?.servers.stop({ id });
    this.nodes.mark(id, 'stopped');
  }

  private async startNow({ spec, load }: ServerNode): Promise<void> {
    const [engine, loaded] = await Promise.all([this.slot.get(), load?.()]);
    const snapshot = await engine.servers.start(loaded ?? spec);
    this.nodes.merge({ nodes: [snapshot], removed: [], sessionsOf: [] });
  }

  private mayRun(node: ServerNode): Promise<boolean> {
    const { name, address } = node.spec;
    return this.permissions.mayRun({ name, fromFile: node.origin.kind === 'file', addresses: [address] });
  }
}
