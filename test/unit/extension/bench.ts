import type { ServerSpec } from '../../../src/core/api/server';
import { parseHaproxyConfig } from '../../../src/core/haproxy/parse';
import type { RunRequest } from '../../../src/extension/model/permissions';
import type { Memory } from '../../../src/extension/model/savedServers';
import { Workbench } from '../../../src/extension/model/workbench';
import { ScriptedEngine } from '../../support/scriptedEngine';

/** A workspace's memory, JSON as VS Code keeps it. */
export class TestMemory implements Memory {
  readonly texts = new Map<string, string>();

  get<T>(key: string): T | undefined {
    const text = this.texts.get(key);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }

  update(key: string, value: unknown): Promise<void> {
    this.texts.set(key, JSON.stringify(value));
    return Promise.resolve();
  }
}

/** A model with an engine that opens no socket. */
export class TestBench {
  readonly engines: ScriptedEngine[] = [];
  readonly requests: RunRequest[] = [];
  /** What the user answers to “may this run?”. */
  allow: boolean | Error = true;
  readonly workbench: Workbench;

  constructor(readonly memory = new TestMemory()) {
    this.workbench = new Workbench({
      createEngine: () => {
        const engine = new ScriptedEngine();
        this.engines.push(engine);
        return Promise.resolve(engine.engine);
      },
      permissions: {
        mayRun: (request) => {
          this.requests.push(request);
          if (typeof this.allow === 'boolean') return Promise.resolve(this.allow);
          return Promise.reject(this.allow);
        },
      },
      memory,
    });
  }

  get engine(): ScriptedEngine {
    const engine = this.engines.at(-1);
    if (!engine) throw new Error('no engine was made');
    return engine;
  }

  addServer(name: string, startOnOpen = false): string {
    const spec = echo(`adhoc:${name}`, name);
    this.workbench.servers.put(spec, startOnOpen);
    return spec.id;
  }

  addBalancer(text: string = DEMO, id = 'file:///w/haproxy.cfg'): string {
    const { spec, diagnostics } = parseHaproxyConfig(text);
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
    this.workbench.balancers.setFile(id, { name: 'haproxy.cfg', spec, errors });
    return id;
  }

  state(id: string) {
    return this.workbench.servers.get(id)?.snapshot.state;
  }
}

export function echo(id: string, name: string, port = 5000): ServerSpec {
  return { id, name, address: { kind: 'tcp', host: '127.0.0.1', port }, behaviour: { kind: 'echo' } };
}

export const DEMO = `frontend web
    bind 127.0.0.1:8080
    default_backend app

backend app
    balance roundrobin
    server s1 127.0.0.1:8001 check
    server s2 127.0.0.1:8002 check
`;
