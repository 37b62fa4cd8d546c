import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import * as net from 'node:net';
import * as tls from 'node:tls';
import { format } from '../../../src/core/util/message';
import { selfSigned } from '../../../src/engine/tls/selfSigned';
import { portOf, reply, ServerBench, TestClient } from '../../support/serverBench';
import { until } from '../../support/until';

const host = '127.0.0.1';
const selfSignedTls = { certificate: 'self-signed' } as const;

describe('a server with TLS', function () {
  this.timeout(30_000);
  let bench: ServerBench;

  beforeEach(() => {
    bench = new ServerBench();
  });
  afterEach(() => bench.close());

  const lastEnd = async () =>
    format(await until('a session ended', async () => (await bench.sessions())[0]?.end));

  it('makes a certificate for localhost, the loopback addresses and its own', async () => {
    const names = async (other: string) => {
      const { cert } = await selfSigned({ kind: 'tcp', host: other, port: 1 }, Date.now());
      return new X509Certificate(cert).subjectAltName;
    };
    assert.equal(
      await names('127.0.0.2'),
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:127.0.0.2',
    );
    assert.equal(
      await names('db.example'),
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:db.example',
    );
    assert.equal(await names('*'), 'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
  });

  it('answers a client that verifies the given certificate, half-close and all', async () => {
    const pair = await selfSigned({ kind: 'tcp', host, port: 0 }, Date.now());
    const port = await bench.port(reply({ greeting: 'hi ', answer: '[{request}]' }), { tls: pair });
    for (const name of ['localhost', host, '::1']) {
      const servername = net.isIP(name) === 0 ? name : undefined;
      const checkServerIdentity = (_: string, cert: tls.PeerCertificate) =>
        tls.checkServerIdentity(name, cert);
      const socket = secureTo(port, { ca: pair.cert, servername, checkServerIdentity });
      const client = new TestClient(socket);
      await once(socket, 'secureConnect');
      assert.equal(socket.authorized, true);
      socket.end('question');
      await until('the answer came', () => client.ended);
      assert.equal(client.text, 'hi [question]');
    }
  });

  it('passes large amounts both ways and counts payload, not records', async () => {
    const port = await bench.port({ kind: 'echo' }, { tls: selfSignedTls });
    const socket = secureTo(port, { rejectUnauthorized: false });
    const client = new TestClient(socket);
    const sent = Buffer.from(Array.from({ length: 2_000_000 }, (_, i) => (i * 31 + (i >> 9)) & 255));
    socket.end(sent);
    await until('all came back', () => client.ended);
    assert.ok(client.bytes.equals(sent));
    assert.equal((await bench.node()).bytesIn, sent.length);
    assert.equal((await bench.node()).bytesOut, sent.length);
  });

  it('kills with a reset', async () => {
    const port = await bench.port({ kind: 'echo' }, { tls: selfSignedTls });
    const socket = secureTo(port, { rejectUnauthorized: false });
    const client = new TestClient(socket);
    await once(socket, 'secureConnect');
    const session = await until('it is open', async () =>
      (await bench.sessions()).find(({ state }) => state === 'open'),
    );
    await bench.servers.kill({ ids: [session.id] });
    await until('it was reset', () => client.error?.code === 'ECONNRESET');
  });

  it('says why a handshake failed, and goes on with the others', async () => {
    const port = await bench.port({ kind: 'echo' }, { tls: selfSignedTls });
    const plain = TestClient.to(port);
    plain.socket.write('GET / HTTP/1.1\r\n\r\n');
    await until('it was turned away', () => plain.closed || plain.ended);
    assert.equal(await lastEnd(), 'The TLS handshake failed: http request.');
    plain.socket.destroy();
    const gone = TestClient.to(port);
    await once(gone.socket, 'connect');
    gone.socket.end();
    await until('it was noticed', async () =>
      (await bench.sessions()).every(({ state }) => state === 'ended'),
    );
    await until('two sessions', async () => (await bench.sessions()).length === 2);
    assert.equal(await lastEnd(), 'The client left before its TLS handshake was done.');
    const socket = secureTo(port, { rejectUnauthorized: false });
    const client = new TestClient(socket);
    socket.end('hi');
    await until('it works', () => client.text === 'hi' && client.ended);
  });

  it('stops while a handshake is under way', async () => {
    const port = await bench.port({ kind: 'echo' }, { tls: selfSignedTls });
    const silent = TestClient.to(port);
    await until('it is there', async () => (await bench.sessions())[0]?.state === 'connecting');
    await bench.servers.stop({ id: 'alpha' });
    await until('it was reset', () => silent.error?.code === 'ECONNRESET');
  });

  it('refuses material that is no good, before it listens', async () => {
    const one = await selfSigned({ kind: 'tcp', host, port: 0 }, Date.now());
    const two = await selfSigned({ kind: 'tcp', host, port: 0 }, Date.now());
    await assert.rejects(bench.start({ kind: 'echo' }, { tls: { cert: one.cert, key: two.key } }), {
      message:
        'The certificate and key of “alpha” cannot be used: key values mismatch. Both are PEM, and belong together.',
    });
    await assert.rejects(bench.start({ kind: 'echo' }, { tls: { cert: 'no', key: two.key } }), {
      message:
        'The certificate and key of “alpha” cannot be used: no start line. Both are PEM, and belong together.',
    });
    assert.ok(portOf(await bench.start({ kind: 'echo' }, { tls: one })) > 0);
  });
});

/** The types leave out that a TLS client, too, may keep reading after its own end. */
function secureTo(port: number, options: tls.ConnectionOptions): tls.TLSSocket {
  return tls.connect({ ...options, host, port, allowHalfOpen: true } as tls.ConnectionOptions);
}
