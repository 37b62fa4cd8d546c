import type { ServerSpec } from '../../core/api/server';
import type { ServerNode, ServerNodes } from './serverNodes';

/** Where a workspace's state is kept over reloads; VS Code's Memento. Values are JSON. */
export interface Memory {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): PromiseLike<void>;
}

interface SavedServer {
  readonly spec: ServerSpec;
  readonly startOnOpen: boolean;
}

const KEY = 'wirebench.servers';

/** Keeps the ad-hoc servers over reloads: they come back stopped. */
export class SavedServers {
  private written: string;

  constructor(
    private readonly memory: Memory,
    private readonly nodes: ServerNodes,
  ) {
    const saved = memory.get<readonly SavedServer[]>(KEY) ?? [];
    for (const { spec, startOnOpen } of saved) nodes.put(revive(spec) as ServerSpec, startOnOpen);
    this.written = this.text();
    nodes.onDidChange(() => {
      this.save();
    });
  }

  /** Those that start when the workspace is opened. */
  toStart(): readonly string[] {
    return adHoc(this.nodes)
      .filter(({ startOnOpen }) => startOnOpen)
      .map(({ spec }) => spec.id);
  }

  private save(): void {
    const text = this.text();
    if (text === this.written) return;
    this.written = text;
    void this.memory.update(KEY, JSON.parse(text));
  }

  private text(): string {
    return JSON.stringify(adHoc(this.nodes), (_, value: unknown) =>
      value instanceof Uint8Array ? { bytes: [...value] } : value,
    );
  }
}

function adHoc(nodes: ServerNodes): SavedServer[] {
  return nodes
    .all()
    .flatMap(({ spec, origin }: ServerNode) =>
      origin.kind === 'adHoc' ? [{ spec, startOnOpen: origin.startOnOpen }] : [],
    );
}

/** Puts byte arrays back where JSON has them as `{ bytes: […] }`. */
function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== 'object' || value === null) return value;
  const { bytes } = value as { bytes?: readonly number[] };
  if (bytes) return Uint8Array.from(bytes);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revive(each)]));
}
