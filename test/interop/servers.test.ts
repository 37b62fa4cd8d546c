import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { need, run } from '../support/program';
import { reply, ServerBench } from '../support/serverBench';

describe('our servers and programs that nobody here wrote', function () {
  this.timeout(60_000);
  let bench: ServerBench;
  let folder: string;

  beforeEach(() => {
    bench = new ServerBench();
    folder = mkdtempSync(join(tmpdir(), 'wb-'));
  });
  afterEach(async () => {
    await bench.close();
    rmSync(folder, { recursive: true });
  });

  describe('curl', () => {
    before(function () {
      return need(this, 'curl');
    });
    const curl = (...args: string[]) =>
      run('curl', ['--silent', '--show-error', '--max-time', '20', ...args]);

    it('gets several pages over one connection', async () => {
      const port = await bench.port({ kind: 'http', headers: [['X-Made-By', 'us']] });
      const url = `http://127.0.0.1:${port}/`;
      const { out, code } = await curl('--include', url, url, url);
      assert.equal(code, 0);
      assert.equal(out.match(/^X-Made-By: us\r$/gm)?.length, 3);
      assert.equal(out.match(/^alpha$/gm)?.length, 3);
      assert.equal((await bench.node()).sessions.total, 1);
    });

    it('trusts our own certificate, and only when told to', async () => {
      const port = await bench.port({ kind: 'http' }, { tls: { certificate: 'self-signed' } });
      const shown = await run('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, '-showcerts']);
      const cert = /-----BEGIN[^]*?END CERTIFICATE-----\n/.exec(shown.out)?.[0] ?? '';
      writeFileSync(join(folder, 'ca.pem'), cert);
      for (const host of ['localhost', '127.0.0.1']) {
        const url = `https://${host}:${port}/`;
        assert.equal((await curl('--ipv4', '--cacert', join(folder, 'ca.pem'), url)).out, 'alpha\n');
        assert.equal((await curl('--ipv4', url)).code, 60);
      }
    });

    it('sends a large body, HTTP/1.0, and HEAD', async () => {
      const port = await bench.port({ kind: 'http', status: 201 });
      const url = `http://127.0.0.1:${port}/`;
      const file = join(folder, 'large');
      writeFileSync(file, Buffer.alloc(5_000_000, 'x'));
      assert.equal(
        (await curl('--data-binary', `@${file}`, '--write-out', '%{http_code}', url)).out,
        'alpha\n201',
      );
      assert.equal((await curl('--http1.0', url)).out, 'alpha\n');
      assert.match((await curl('--head', url)).out, /^HTTP\/1.1 201 Created\r\n[^]*Content-Length: 6\r\n/);
    });
  });

  it('openssl verifies our certificate, talks, and hears the end', async function () {
    await need(this, 'openssl', 'version');
    const port = await bench.port(reply({ answer: 'got {request}' }, { closeAfterReply: true }), {
      tls: { certificate: 'self-signed' },
    });
    const options = ['-verify_ip', '127.0.0.1', '-quiet', '-verify_quiet'];
    const target = ['-connect', `127.0.0.1:${port}`];
    const { out } = await run('openssl', ['s_client', ...target, ...options], 'ping\n', true);
    assert.equal(out, 'got ping\n');
  });

  it('socat half-closes and gets everything back, over IPv4, IPv6 and a UNIX socket', async function () {
    await need(this, 'socat', '-V');
    const path = join(folder, 'echo.sock');
    const text = 'x'.repeat(300_000);
    for (const [address, target] of [
      [{ kind: 'tcp', host: '127.0.0.1', port: 0 }, (port: number) => `TCP4:127.0.0.1:${port}`],
      [{ kind: 'tcp', host: '::1', port: 0 }, (port: number) => `TCP6:[::1]:${port}`],
      [{ kind: 'unix', path }, () => `UNIX-CONNECT:${path}`],
    ] as const) {
      const node = await bench.start({ kind: 'echo' }, { address });
      const [bound] = node.addresses;
      const port = bound?.kind === 'tcp' ? bound.port : 0;
      assert.equal((await run('socat', ['-t', '20', '-', target(port)], text)).out, text);
      await bench.servers.stop({ id: 'alpha' });
    }
  });
});
