import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { BuiltCli } from '../support/builtCli';
import { listenConfig } from '../support/balancer/config';
import { Peer } from '../support/peer';
import { skip } from '../support/skip';
import { until } from '../support/until';
import { WireClient } from '../support/wireClient';

const OPEN_FILES = 64;
const CLIENTS = 100;

describe('out of file descriptors', function () {
  this.timeout(60_000);
  let cli: BuiltCli;
  let folder: string;
  let peer: Peer;

  before(async function () {
    if (process.platform === 'win32') skip(this, 'Windows has no limit of open files');
    cli = await BuiltCli.build();
    folder = await mkdtemp(path.join(os.tmpdir(), 'wirebench-files-'));
    peer = await Peer.listen((socket) => void socket.pipe(socket));
  });
  after(async () => {
    await cli?.remove();
    await peer?.close();
    if (folder) await rm(folder, { recursive: true });
  });

  /** More clients than there are descriptors, twice; between the two, one that is served. */
  async function crowd(args: readonly string[]): Promise<void> {
    const program = await cli.start(args, /listens on 127\.0\.0\.1:(\d+)/, OPEN_FILES);
    const port = Number(program.match[1]);
    const warning = `wirebench: New connections to 127.0.0.1:${port} are closed at once: this process has no file descriptor left. End some connections, or raise the limit of open files (ulimit -n).\n`;
    for (const said of [1, 2]) {
      const clients = await Promise.all(Array.from({ length: CLIENTS }, () => WireClient.connect(port)));
      await until('it says so', () => program.warned() === warning.repeat(said));
      await until('some were sent away', () => clients.some(({ ending }) => ending));
      for (const { socket } of clients) socket.destroy();
      await until('it is over', () => count(program.printed(), 'takes new connections again') === said);
      assert.equal(await WireClient.ask(port, 'still here'), 'still here');
    }
    assert.equal(await program.stop(), 0);
    assert.equal(program.warned(), warning.repeat(2));
  }

  it('a server says so, and goes on when there are some again', () =>
    crowd(['serve', 'echo', '127.0.0.1:0']));

  it('a balancer says so, and goes on when there are some again', async () => {
    const config = path.join(folder, 'haproxy.cfg');
    await writeFile(config, await listenConfig(`server s1 127.0.0.1:${peer.address.port}`));
    await crowd(['run', config]);
  });
});

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
