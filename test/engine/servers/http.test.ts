import assert from 'node:assert/strict';
import * as http from 'node:http';
import type { HttpBehaviour } from '../../../src/core/api/server';
import { compileTemplate } from '../../../src/core/bytes/template';
import { exchange, ServerBench, TestClient } from '../../support/serverBench';
import { until } from '../../support/until';

const host = '127.0.0.1';

describe('a server that speaks HTTP', function () {
  this.timeout(30_000);
  let bench: ServerBench;

  beforeEach(() => {
    bench = new ServerBench();
  });
  afterEach(() => bench.close());

  const start = (options: Partial<HttpBehaviour> = {}, delayMs = 0) =>
    bench.port({ kind: 'http', ...options }, { delayMs });

  /** The answer to a request as it stands, without the date. */
  const raw = async (port: number, request: string) =>
    (await exchange({ host, port }, request)).toString().replace(/Date: .*\r\n/g, '');

  it('names its node, and keeps the connection for the next request', async () => {
    const port = await start();
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    for (let i = 0; i < 3; i++) {
      const answer = await get({ host, port, agent });
      assert.deepEqual(
        [answer.status, answer.headers['content-type'], answer.body],
        [200, 'text/plain; charset=utf-8', 'alpha\n'],
      );
    }
    assert.equal((await bench.node()).sessions.total, 1);
    agent.destroy();
  });

  it('sends the status, headers and body it was given', async () => {
    const port = await start({
      status: 418,
      headers: [
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
        ['content-type', 'application/json'],
      ],
      body: compileTemplate('{{"n": {counter}, "from": "{node}", "got": "{request}"}'),
    });
    const answer = await get({ host, port, method: 'POST' }, '질문');
    assert.equal(answer.status, 418);
    assert.deepEqual(answer.headers['set-cookie'], ['a=1', 'b=2']);
    assert.equal(answer.headers['content-type'], 'application/json');
    assert.deepEqual(JSON.parse(answer.body), { n: 1, from: 'alpha', got: '질문' });
  });

  it('answers HTTP/1.0 and closes, unless asked to keep the connection', async () => {
    const port = await start();
    assert.equal(
      await raw(port, 'GET / HTTP/1.0\r\n\r\n'),
      'HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 6\r\nConnection: close\r\n\r\nalpha\n',
    );
    const kept = 'GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n';
    assert.match(await raw(port, kept + kept), /keep-alive\r\n[^]*alpha\nHTTP\/1.1 200 OK[^]*alpha\n$/);
  });

  it('leaves the body out of an answer to HEAD, but not its length', async () => {
    const answer = await raw(await start(), 'HEAD / HTTP/1.1\r\nHost: a\r\n\r\n');
    assert.match(answer, /Content-Length: 6\r\n/);
    assert.match(answer, /\r\n\r\n$/);
  });

  it('answers pipelined requests in order, after its delay, and after a half-close', async () => {
    const port = await start({ body: compileTemplate('#{counter}') }, 20);
    const request = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
    const answer = await raw(port, request.repeat(500));
    const bodies = [...answer.matchAll(/#(\d+)/g)].map(([, number]) => Number(number));
    assert.deepEqual(
      bodies,
      Array.from({ length: 500 }, (_, i) => i + 1),
    );
  });

  it('answers what is not HTTP with 400, and lets the others be', async () => {
    const port = await start();
    assert.match(await raw(port, 'nonsense\r\n\r\n'), /^HTTP\/1.1 400 Bad Request\r\n/);
    assert.match(
      await raw(port, 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\ncut'),
      /^HTTP\/1.1 400/,
    );
    assert.equal((await get({ host, port })).body, 'alpha\n');
  });

  it('takes and drops what a client sends that was refused, so that it sees that one leave', async () => {
    const client = TestClient.to(await start());
    client.socket.write('nonsense\r\n\r\n');
    client.socket.write(Buffer.alloc(30_000_000));
    await until('it is refused', () => client.text.startsWith('HTTP/1.1 400'));
    client.socket.end();
    await until('it ended', async () => (await bench.sessions())[0]?.state === 'ended');
  });

  it('refuses a body that is too long to show, and reads one that it need not show', async () => {
    const long = 'x'.repeat(3_000_000);
    const port = await start({ body: compileTemplate('{request}') });
    assert.equal((await get({ host, port, method: 'POST' }, long)).status, 413);
    await bench.servers.stop({ id: 'alpha' });
    assert.equal((await get({ host, port: await start(), method: 'POST' }, long)).body, 'alpha\n');
  });

  it('forgets an answer whose client has left', async () => {
    const port = await start({}, 3_600_000);
    const client = TestClient.to(port);
    client.socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await until('it was asked', async () => (await bench.node()).bytesIn > 0);
    client.socket.resetAndDestroy();
    await until('it ended', async () => (await bench.sessions())[0]?.state === 'ended');
  });

  it('writes down both sides, and counts them', async () => {
    const port = await start();
    const request = 'GET / HTTP/1.0\r\n\r\n';
    const answer = await exchange({ host, port }, request);
    const tap = await until('its tap ended', () => [...bench.taps.values()].find(({ ended }) => ended));
    assert.equal(tap.text('received'), request);
    assert.equal(tap.text('sent'), answer.toString());
    const { bytesIn, bytesOut } = await bench.node();
    assert.deepEqual([bytesIn, bytesOut], [request.length, answer.length]);
  });

  it('refuses a header or a status that cannot be sent', async () => {
    await assert.rejects(start({ headers: [['a b', 'c']] }), {
      message:
        '“a b: c” is not an HTTP header that can be sent: Header name must be a valid HTTP token ["a b"].',
    });
    await assert.rejects(start({ headers: [['a', 'b\nc']] }), {
      message: '“a: b\nc” is not an HTTP header that can be sent: Invalid character in header content ["a"].',
    });
    await assert.rejects(start({ status: 99 }), {
      message: '99 is not an HTTP status. Statuses go from 100 to 999.',
    });
  });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

function get(options: http.RequestOptions, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode, headers: response.headers, body: text });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}
