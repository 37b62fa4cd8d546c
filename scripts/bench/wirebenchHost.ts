// A host for the packaged worker, as the extension is one: `node host.js WORKER HAPROXY_CFG`.
import { readFileSync } from 'node:fs';
import { parseHaproxyConfig } from '../../src/core/haproxy/parse';
import { WorkerEngine } from '../../src/engine/worker/workerEngine';

const [, , script = '', config = ''] = process.argv;

const { spec, diagnostics } = parseHaproxyConfig(readFileSync(config, 'utf8'));
if (!spec) throw new Error(JSON.stringify(diagnostics));
const engine = await WorkerEngine.start({ script });
const balancer = await engine.createBalancer({ id: 'bench', spec });
await balancer.start();
console.log('listening');
