import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import * as net from 'node:net';
import * as tls from 'node:tls';
import type { ClientTls } from '../../src/core/api/console';
import { format } from '../../src/core/util/message';
import { ConsoleBench } from '../support/consoleBench';
import { skip } from '../support/skip';
import { until } from '../support/until';

/** A CA, certificates that it signed, one that signs itself and one that is over: made by openssl. */
class Authority {
  private constructor(readonly folder: string) {}

  static async create(): Promise<Authority> {
    const authority = new Authority(await mkdtemp(path.join(os.tmpdir(), 'wirebench-tls-')));
    authority.openssl(
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.crt -days 30 -subj /O=Test/CN=Root',
    );
    authority.issue('server', 'DNS:wire.test,IP:127.0.0.1');
    authority.issue('other', 'DNS:other.test');
    authority.issue('client', 'DNS:client.test');
    return authority;
  }

  /** Signs a certificate for some names. */
  private issue(name: string, altNames: string): void {
    this.openssl(
      `req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ${name}.key -out ${name}.csr -subj /CN=${name} -addext subjectAltName=${altNames}`,
    );
    this.openssl(
      `x509 -req -in ${name}.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 10 -copy_extensions copy -out ${name}.crt`,
    );
  }

  private openssl(command: string): void {
    execFileSync('openssl', command.split(' '), { cwd: this.folder, stdio: 'pipe' });
  }

  read(file: string): Promise<string> {
    return readFile(path.join(this.folder, file), 'utf8');
  }
}

describe('consoles over TLS', function () {
  this.timeout(60_000);
  let authority: Authority;
  let ca: string;
  let bench: ConsoleBench;
  const servers: net.Server[] = [];
  const children: ChildProcess[] = [];

  before(async function () {
    try {
      authority = await Authority.create();
      ca = await authority.read('ca.crt');
    } catch {
      skip(this, 'openssl 3 is not installed');
    }
  });

  after(() => rm(authority.folder, { recursive: true, force: true }));

  beforeEach(async () => {
    bench = await ConsoleBench.open();
  });

  afterEach(() => {
    bench.close();
    for (const server of servers.splice(0)) server.close();
    for (const child of children.splice(0)) child.kill();
  });

  /** An echo server with one of the certificates; returns its port. */
  async function serve(name: string, options: tls.TlsOptions = {}): Promise<number> {
    const [cert, key] = await Promise.all([authority.read(`${name}.crt`), authority.read(`${name}.key`)]);
    const server = tls.createServer({ cert, key, ca, ...options }, (socket) => {
      socket.on('error', () => undefined);
      socket.pipe(socket);
    });
    server.on('tlsClientError', () => undefined);
    return listen(server);
  }

  async function listen(server: net.Server): Promise<number> {
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as net.AddressInfo).port;
  }

  function connect(port: number, options: ClientTls, host = '127.0.0.1') {
    const address = { kind: 'tcp', host, port } as const;
    return bench.consoles.connect({ id: 'c', spec: { address, tls: options } });
  }

  /** Connects, which must fail; returns the reason and what the peer showed. */
  async function refuse(port: number, options: ClientTls) {
    await assert.rejects(connect(port, options));
    const state = await bench.state();
    assert.equal(state.kind, 'ended');
    return { reason: format(state.reason).replace(/:\d+/, ':PORT'), tls: state.tls };
  }

  it('verifies the chain and the name, and shows the whole chain', async () => {
    const port = await serve('server');
    const { state } = await connect(port, { ca, serverName: 'wire.test' });
    assert.equal(state.kind, 'open');
    const peer = state.tls!;
    assert.equal(peer.problem, undefined);
    assert.equal(peer.protocol, 'TLSv1.3');
    assert.deepEqual(
      peer.chain.map(({ subject, issuer }) => [subject, issuer]),
      [
        ['CN=server', 'O=Test, CN=Root'],
        ['O=Test, CN=Root', 'O=Test, CN=Root'],
      ],
    );
    assert.equal(peer.chain[0]!.altNames, 'DNS:wire.test, IP Address:127.0.0.1');
    await bench.send('over TLS');
    await until('an echo', async () => (await bench.lines()).includes('> over TLS'));
  });

  it('takes the address as the name when none is given', async () => {
    const { state } = await connect(await serve('server'), { ca });
    assert.equal(state.kind, 'open');
    const { reason } = await refuse(await serve('other'), { ca });
    assert.equal(
      reason,
      'The certificate of 127.0.0.1:PORT was not accepted: it is for DNS:other.test, not for 127.0.0.1. Nothing was sent.',
    );
  });

  it('refuses a wrong name and shows the chain', async () => {
    const { reason, tls: peer } = await refuse(await serve('other'), { ca, serverName: 'wire.test' });
    assert.match(reason, /it is for DNS:other\.test, not for wire\.test\./);
    assert.equal(peer?.chain[0]?.subject, 'CN=other');
  });

  it('refuses an issuer that is not trusted, before a byte is sent', async () => {
    let got = 0;
    const port = await serve('server');
    servers.at(-1)!.on('secureConnection', (socket: tls.TLSSocket) => socket.on('data', () => got++));
    const { reason, tls: peer } = await refuse(port, {});
    assert.match(
      reason,
      /its issuer is not among the trusted ones\. Give the CA that issued it\. Nothing was sent\./,
    );
    assert.equal(peer?.chain[0]?.issuer, 'O=Test, CN=Root');
    assert.match(peer.chain[0].sha256, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    assert.equal(got, 0);
  });

  it('goes on without verification when told to, and says what was wrong', async () => {
    const { state } = await connect(await serve('server'), { verify: false });
    assert.equal(state.kind, 'open');
    assert.match(format(state.tls!.problem!), /its issuer is not among the trusted ones/);
    assert.match((await bench.lines())[1]!, /^The certificate was not verified: its issuer/);
  });

  it('shows its certificate to a server that wants one, and says so when there is none', async () => {
    const port = await serve('server', { requestCert: true, rejectUnauthorized: true });
    const [cert, key] = await Promise.all([authority.read('client.crt'), authority.read('client.key')]);
    await connect(port, { ca, cert, key });
    await bench.send('trusted');
    await until('an echo', async () => (await bench.lines()).includes('> trusted'));
    // With TLS 1.3 the refusal comes after the handshake.
    await connect(port, { ca }).catch(() => undefined);
    await until('a refusal', async () =>
      (await bench.lines()).some((line) => /certificate required/i.test(line)),
    );
  });

  it('says which material is no good', async () => {
    const port = await serve('server');
    await assert.rejects(
      connect(port, { ca: 'nonsense' }),
      /The CA cannot be used: .* It must be PEM text\./,
    );
    const [cert, key] = await Promise.all([authority.read('client.crt'), authority.read('other.key')]);
    await assert.rejects(
      connect(port, { ca, cert, key }),
      /The client certificate or its key cannot be used/,
    );
  });

  it('says that a server does not speak TLS', async () => {
    const port = await listen(net.createServer((socket) => socket.end('SSH-2.0-hello\r\n')));
    const { reason } = await refuse(port, { ca });
    assert.match(reason, /^127\.0\.0\.1:PORT did not answer in TLS \(.*\)\. Switch TLS off/);
    const silent = await listen(net.createServer((socket) => socket.destroy()));
    assert.match((await refuse(silent, { ca })).reason, /^The TLS handshake with 127\.0\.0\.1:PORT failed: /);
  });

  it('resets a TLS connection with RST', async () => {
    let error: NodeJS.ErrnoException | undefined;
    const port = await serve('server');
    servers
      .at(-1)!
      .on('secureConnection', (socket: tls.TLSSocket) =>
        socket.on('error', (e: NodeJS.ErrnoException) => void (error = e)),
      );
    await connect(port, { ca });
    await bench.send('x');
    await until('an echo', async () => (await bench.lines()).includes('> x'));
    await bench.consoles.end({ id: 'c', how: 'reset' });
    await until('the reset', () => error);
    assert.equal(error?.code, 'ECONNRESET');
  });

  it('talks with openssl s_server', async () => {
    const args = '-accept 127.0.0.1:0 -cert server.crt -key server.key -rev'.split(' ');
    const child = spawn('openssl', ['s_server', ...args], {
      cwd: authority.folder,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    children.push(child);
    let output = '';
    child.stdout.on('data', (data) => (output += String(data)));
    const port = Number(await until('its port', () => /ACCEPT 127\.0\.0\.1:(\d+)/.exec(output)?.at(1)));
    const { state } = await connect(port, { ca, serverName: 'wire.test' });
    assert.equal(state.kind, 'open');
    await bench.send('desserts\n');
    await until('its answer', async () => (await bench.lines()).includes('> stressed\n'));
  });
});
