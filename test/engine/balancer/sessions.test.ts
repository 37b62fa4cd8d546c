import assert from 'node:assert/strict';
import { format } from '../../../src/core/util/message';
import { BalancerBench } from '../../support/balancer/bench';
import { listenConfig } from '../../support/balancer/config';
import { freePort } from '../../support/deadAddresses';
import { Peer } from '../../support/peer';
import { until } from '../../support/until';
import type { WireClient } from '../../support/wireClient';

describe('embedded balancer: sessions', () => {
  let peer: Peer;
  let bench: BalancerBench;
  const tapped: string[] = [];

  before(async () => {
    peer = await Peer.listen((socket) => void socket.pipe(socket));
    const dead = await freePort();
    const note = (what: string) => (bytes: Uint8Array) =>
      void tapped.push(`${what} ${Buffer.from(bytes).toString()}`);
    bench = await BalancerBench.start(
      (await listenConfig(`server s1 127.0.0.1:${peer.address.port}`)) +
        `listen dead\n bind 127.0.0.1:${await freePort()}\n timeout connect 1s\n retries 0\n server d1 127.0.0.1:${dead}\n` +
        `frontend nowhere\n bind 127.0.0.1:${await freePort()}\n`,
      {
        tapFor: (session) => {
          if (session.node !== 'lb/f') return undefined;
          const message = (what: Parameters<typeof format>[0]) => void tapped.push(format(what));
          return {
            received: note('>'),
            sent: note('<'),
            note: message,
            begin: message,
            end: () => void tapped.push('end'),
          };
        },
      },
    );
  });

  after(async () => {
    await bench.balancer.stop({});
    bench.balancer.dispose();
    await peer.close();
  });

  beforeEach(() => {
    tapped.length = 0;
  });

  const newest = async () => (await bench.balancer.sessions({ limit: 1 })).rows[0]!;

  async function talk(text: string): Promise<WireClient> {
    const client = await bench.connect();
    client.socket.write(text);
    await client.got(text);
    return client;
  }

  it('are told of again when bytes of theirs were counted', async () => {
    const told: number[] = [];
    const subscription = bench.balancer.onDidChange(({ sessionsOf }) => {
      if (sessionsOf.includes('lb/f')) void newest().then(({ bytesIn }) => told.push(bytesIn));
    });
    const client = await talk('one');
    await until('its begin', () => told.at(-1) === 3);
    client.socket.write('more');
    await until('what came later', () => told.at(-1) === 7);
    subscription.dispose();
    client.socket.destroy();
    await until('its end', async () => (await newest()).state === 'ended');
  });

  it('are listed while they are open and after they ended, with their server, bytes and reason', async () => {
    const client = await talk('hello');
    const open = await newest();
    assert.equal(open.state, 'open');
    assert.equal(open.node, 'lb/f');
    assert.equal(open.client, `127.0.0.1:${client.socket.localPort}`);
    assert.deepEqual(open.server, { backend: 'f', name: 's1', address: `127.0.0.1:${peer.address.port}` });
    assert.deepEqual([open.bytesIn, open.bytesOut], [5, 5]);
    client.socket.end();
    await client.ended();
    await until('it is over', async () => (await newest()).state === 'ended');
    const ended = await newest();
    assert.equal(ended.id, open.id);
    assert.equal(format(ended.end!), 'The client closed the connection (FIN).');
    assert.ok(ended.endedAt! >= ended.startedAt);
  });

  it('tell which server a client’s endpoint was given to', async () => {
    const client = await talk('who');
    const session = bench.balancer.sessionOf(`127.0.0.1:${client.socket.localPort}`);
    assert.equal(session?.server?.name, 's1');
    client.socket.destroy();
    await until('it is over', async () => (await newest()).state === 'ended');
    assert.equal(bench.balancer.sessionOf(`127.0.0.1:${session.client.split(':')[1]}`), session);
  });

  it('are told of in every row that counts them, as they begin', async () => {
    const fresh = await BalancerBench.start(await listenConfig(`server s1 127.0.0.1:${peer.address.port}`));
    const last = (rows: readonly { readonly sessions: { readonly current: number } }[]) =>
      rows.at(-1)?.sessions.current;
    const told = () => [
      last(fresh.changes.flatMap(({ frontends }) => frontends)),
      last(fresh.changes.flatMap(({ backends }) => backends)),
      last(fresh.changes.flatMap(({ servers }) => servers)),
    ];
    fresh.changes.length = 0;
    const client = await fresh.connect();
    await until('all three are told', () => told().every((count) => count === 1));
    client.socket.destroy();
    await until('all three are told of its end', () => told().every((count) => count === 0));
    await fresh.balancer.stop({});
  });

  it('are killed on request, with RST to both sides', async () => {
    const client = await talk('kill me');
    const server = peer.last;
    const serverError = new Promise((resolve) => server.once('error', resolve));
    const { id } = await newest();
    assert.equal(await bench.balancer.kill({ ids: [id, 'nobody'] }), 1);
    assert.equal(await client.ended(), 'rst');
    assert.equal(((await serverError) as NodeJS.ErrnoException).code, 'ECONNRESET');
    assert.equal(format((await newest()).end!), 'Killed on request.');
    assert.equal(await bench.balancer.kill({ ids: [id] }), 0);
  });

  it('say why they could not be served', async () => {
    const dead = await bench.connect('dead');
    await dead.ended();
    assert.equal(
      format((await newest()).end!),
      'No server of the backend “dead” could be reached: Connection refused.',
    );
    await bench.balancer.act({ servers: [{ backend: 'dead', server: 'd1' }], action: { kind: 'maint' } });
    await (await bench.connect('dead')).ended();
    assert.equal(format((await newest()).end!), 'No server of the backend “dead” can take a session now.');
    await (await bench.connect('nowhere')).ended();
    assert.equal(format((await newest()).end!), 'The frontend “nowhere” has no backend to give it to.');
  });

  it('are written down by a tap, if there is one', async () => {
    const client = await talk('ping');
    client.socket.end();
    await client.ended();
    await until('the tap is closed', () => tapped.at(-1) === 'end');
    assert.deepEqual(tapped, ['> ping', '< ping', 'The client closed the connection (FIN).', 'end']);
  });

  it('leave no count behind', async () => {
    await until(
      'all are over',
      async () => (await bench.balancer.sessions({ includeEnded: false })).total === 0,
    );
    const { frontends, backends, servers } = await bench.balancer.snapshot();
    for (const { sessions } of [...frontends, ...backends, ...servers]) assert.equal(sessions.current, 0);
  });
});
