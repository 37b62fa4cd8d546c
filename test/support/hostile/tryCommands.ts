import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fill } from '../../../src/core/util/message';
import { whyNotListen } from '../../../src/engine/listener';
import { BuiltCli } from '../builtCli';
import { freePort } from '../deadAddresses';
import { Peer } from '../peer';
import { files, type RefusedCommand } from './commands';

/** Declares a test for each. */
export function tryCommands(commands: readonly RefusedCommand[]): void {
  let cli: BuiltCli;
  let peer: Peer;
  let places: { readonly folder: string; readonly free: number; readonly taken: number };
  const own = { process: path.basename(process.execPath), pid: process.pid };

  before(async () => {
    cli = await BuiltCli.build();
    peer = await Peer.listen((socket) => socket.write('This is plain text.'));
    const folder = await mkdtemp(path.join(os.tmpdir(), 'wirebench-hostile-'));
    places = { folder, free: await freePort(), taken: peer.address.port };
    for (const [name, text] of Object.entries(files))
      await writeFile(path.join(folder, name), fill(text, places));
  });
  after(async () => {
    await cli.remove();
    await peer.close();
    await rm(places.folder, { recursive: true });
  });

  for (const { name, args, says, exitCode } of commands)
    it(name, async function () {
      this.timeout(60_000);
      const { code, err } = await cli.run(args.map((arg) => fill(arg, places)));
      assert.deepEqual([err, code], [fill(says, { ...places, ...own }), exitCode]);
      const free = { kind: 'tcp', host: '127.0.0.1', port: places.free } as const;
      assert.equal(await whyNotListen(free), undefined);
    });
}
