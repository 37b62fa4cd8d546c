import assert from 'node:assert/strict';
import { formatAddress } from '../../../src/core/net/address';
import { parseHaproxyConfig } from '../../../src/core/haproxy/parse';
import type { BackendSpec, ServerLineSpec } from '../../../src/core/api/balancer';
import { dataFile, firstError, problems } from './support';

function spec(text: string) {
  const parsed = parseHaproxyConfig(text);
  assert.ok(parsed.spec, firstError(text));
  return parsed.spec;
}

/** The first server of a listen with these lines. */
function server(...lines: string[]): ServerLineSpec {
  return backend(...lines).servers[0]!;
}

function backend(...lines: string[]): BackendSpec {
  return spec(['listen l', 'bind :80', ...lines, ''].join('\n')).backends[0]!;
}

describe('haproxy.cfg of the seed', () => {
  it('parses with no more than the warnings about time-outs', () => {
    assert.deepEqual(problems(dataFile('seed.cfg')), [
      '1:10 warning missingTimeouts',
      '5:9 warning missingTimeouts',
    ]);
  });

  it('balances three checked servers', () => {
    const { frontends, backends } = spec(dataFile('seed.cfg'));
    assert.equal(frontends[0]?.defaultBackend, 'http_backend');
    assert.deepEqual(
      frontends[0]?.binds.map((bind) => formatAddress(bind.address)),
      ['*:80'],
    );
    assert.deepEqual(
      backends[0]?.servers.map(({ name, address, check }) => [name, formatAddress(address), check?.interval]),
      [1, 2, 3].map((n) => [`server${n}`, `192.168.0.${n}:8000`, 2000]),
    );
  });
});

describe('haproxy.cfg of a distribution', () => {
  it('has one error: its mode, with the way to write it', () => {
    const parsed = parseHaproxyConfig(dataFile('distribution.cfg'));
    assert.deepEqual(problems(dataFile('distribution.cfg')), ['19:7 error httpMode']);
    const [fix] = parsed.diagnostics.flatMap((each) => each.fixes ?? []);
    assert.deepEqual([fix?.range.startLine, fix?.range.startColumn, fix?.newText], [18, 6, 'tcp']);
    assert.equal(parsed.spec, undefined);
  });

  it('says it once however many proxies take it over, and not when all of them are TCP', () => {
    const text = 'defaults\n mode http\n timeout client 1s\n';
    const proxy = (name: string, mode = '') => `frontend ${name}\n bind :80\n${mode}`;
    assert.deepEqual(problems(text + proxy('a') + proxy('b')), ['2:7 error httpMode']);
    assert.deepEqual(problems(text + proxy('a', ' mode tcp\n') + proxy('b', ' mode tcp\n')), []);
    assert.deepEqual(problems(text + proxy('a', ' mode tcp\n') + proxy('b', ' mode http\n')), [
      '9:7 error httpMode',
    ]);
  });
});

describe('haproxy.cfg for the engine', () => {
  it('is read whole', () => {
    assert.deepEqual(problems(dataFile('tcp.cfg')), []);
    const { frontends, backends, maxConnections, spreadChecks } = spec(dataFile('tcp.cfg'));
    assert.deepEqual([maxConnections, spreadChecks], [2000, 5]);
    const [app, direct] = frontends;
    assert.deepEqual(
      app?.binds.map(({ address, name, maxConnections: max }) => [formatAddress(address), name, max]),
      [
        ['127.0.0.1:18080', 'main', 100],
        ['127.0.0.1:18090', 'main', 100],
        ['127.0.0.1:18091', 'main', 100],
        ['127.0.0.1:18092', 'main', 100],
        ['[::1]:18080', undefined, 0],
        ['unix@/tmp/wirebench-test-app.sock', undefined, 0],
      ],
    );
    assert.deepEqual(
      [app?.maxConnections, app?.timeouts.client, direct?.defaultBackend],
      [500, 30_000, 'direct'],
    );
    const [farm, only] = backends;
    assert.deepEqual(
      [farm?.balance.kind, farm?.retries, farm?.redispatch, farm?.allBackups],
      ['leastconn', 2, -1, true],
    );
    assert.deepEqual(farm?.timeouts, { connect: 1000, server: 30_000, check: 500, queue: 2000 });
    assert.deepEqual([only?.redispatch, only?.timeouts.server, only?.allBackups], [0, 300_000, false]);
  });

  it('has HAProxy’s values for what is not said', () => {
    const { check, ...line } = server('server s 127.0.0.1:1 check');
    assert.deepEqual(check, {
      address: undefined,
      interval: 2000,
      fastInterval: 2000,
      downInterval: 2000,
      rise: 2,
      fall: 3,
    });
    assert.deepEqual([line.weight, line.backup, line.disabled, line.maxConnections], [1, false, false, 0]);
    const { retries, redispatch, balance, timeouts } = backend();
    assert.deepEqual([retries, redispatch, balance.kind], [3, 0, 'roundrobin']);
    assert.deepEqual(timeouts, { connect: 0, server: 0, check: 0, queue: 0 });
  });

  it('checks faster and slower at inter when nothing else is said', () => {
    const check = server('server s 127.0.0.1:1 check inter 5s downinter 9s').check;
    assert.deepEqual([check?.interval, check?.fastInterval, check?.downInterval], [5000, 5000, 9000]);
  });

  it('applies default-server to the servers that follow, each of which may take it back', () => {
    const { servers } = backend(
      'server a 127.0.0.1:1',
      'default-server check backup weight 5',
      'default-server weight 6',
      'server b 127.0.0.1:1',
      'server c 127.0.0.1:1 no-check no-backup weight 7',
      'default-server disabled',
      'server d 127.0.0.1:1 enabled',
    );
    assert.deepEqual(
      servers.map((each) => [each.name, each.check !== undefined, each.backup, each.weight, each.disabled]),
      [
        ['a', false, false, 1, false],
        ['b', true, true, 6, false],
        ['c', false, false, 7, false],
        ['d', true, true, 6, false],
      ],
    );
  });

  it('checks elsewhere when port or addr say so', () => {
    const target = (line: string) => {
      const address = server(line).check?.address;
      return address && formatAddress(address);
    };
    assert.equal(target('server s 127.0.0.1:1 check'), undefined);
    assert.equal(target('server s 127.0.0.1:1 check port 2'), '127.0.0.1:2');
    assert.equal(target('server s 127.0.0.1:1 check port 0'), undefined);
    assert.equal(target('server s 127.0.0.1:1 check addr 127.0.0.2'), '127.0.0.2:1');
    assert.equal(target('server s 127.0.0.1:1 check addr 127.0.0.2:3'), '127.0.0.2:3');
    assert.equal(target('server s 127.0.0.1:1 check addr 127.0.0.2:3 port 4'), '127.0.0.2:4');
    assert.equal(target('server s unix@/run/a check port 4'), 'unix@/run/a');
  });

  it('reads the interval of redispatch', () => {
    const redispatch = (line: string) => backend(line).redispatch;
    assert.deepEqual(
      [
        'option redispatch',
        'option redispatch 2',
        'option redispatch -3',
        'option redispatch 0',
        'no option redispatch',
      ].map(redispatch),
      [-1, 2, -3, 0, 0],
    );
  });

  it('keeps disabled proxies, as such', () => {
    const { frontends, backends } = spec(
      'listen l\n bind :80\n disabled\nlisten m\n bind :81\n disabled\n enabled\n',
    );
    assert.deepEqual(
      frontends.map((each) => each.disabled),
      [true, false],
    );
    assert.deepEqual(
      backends.map((each) => each.disabled),
      [true, false],
    );
  });

  it('says where things stand', () => {
    const line = server('server s 127.0.0.1:1');
    assert.deepEqual(line.range, { startLine: 2, startColumn: 7, endLine: 2, endColumn: 8 });
  });
});
