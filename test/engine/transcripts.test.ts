import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { appendFile, mkdtemp, readFile, readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TranscriptInfo } from '../../src/core/api/transcript';
import { format } from '../../src/core/util/message';
import { systemClock } from '../../src/engine/systemClock';
import { TranscriptStore } from '../../src/engine/transcripts/transcriptStore';

const view = { framing: { kind: 'none' } } as const;
const hello = { code: 'test', template: 'connected', args: {} };

describe('transcript store', function () {
  this.timeout(30_000);
  let directory: string;
  const stores: TranscriptStore[] = [];

  function open(budget?: number): TranscriptStore {
    const store = new TranscriptStore({ clock: systemClock, directory, budget });
    stores.push(store);
    return store;
  }

  async function show(store: TranscriptStore, id: string): Promise<string[]> {
    const { rows } = await store.page({ id, view, from: 0, count: 1000 });
    return rows.map((row) => (row.kind === 'note' ? format(row.message) : Buffer.from(row.bytes).toString()));
  }

  beforeEach(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'wirebench-transcripts-'));
  });

  afterEach(async () => {
    for (const store of stores.splice(0)) store.dispose();
    await rm(directory, { recursive: true, force: true });
  });

  const before = 'What is above was recorded before the engine was started again.';

  it('has a transcript again after the engine ended, marked as from before, and goes on with it', async () => {
    const first = open();
    const tap = await first.keptTap('console: 1/é');
    tap.begin(hello);
    tap.sent(Buffer.from('ping'));
    await first.flush();
    tap.received(Buffer.from('pong'));
    await first.flush();

    const second = open();
    assert.equal((await second.info({ id: 'console: 1/é' }))?.live, false);
    assert.deepEqual(await show(second, 'console: 1/é'), ['connected', 'ping', 'pong', before]);
    const again = await second.keptTap('console: 1/é');
    again.received(Buffer.from('later'));
    assert.equal((await second.info({ id: 'console: 1/é' }))?.live, true);
    await second.flush();

    const third = await show(open(), 'console: 1/é');
    assert.deepEqual(third, ['connected', 'ping', 'pong', before, 'later', before]);
  });

  it('writes by itself, about once a second', async () => {
    const tap = await open().keptTap('c');
    tap.received(Buffer.from('kept without being asked'));
    const deadline = Date.now() + 10_000;
    while ((await readdir(path.join(directory, 'c'))).length === 0) {
      assert.ok(Date.now() < deadline, 'nothing was written');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.deepEqual(await show(open(), 'c'), ['kept without being asked', before]);
  });

  it('keeps bytes exactly, over many segments', async () => {
    const store = open();
    const tap = await store.keptTap('c');
    const hash = createHash('sha256');
    for (let i = 0; i < 500; i++) {
      const chunk = randomBytes(1 + ((i * 37) % 20_000));
      hash.update(chunk);
      tap.received(chunk);
      if (i % 50 === 0) await store.flush();
    }
    await store.flush();
    const again = open();
    const { bytesReceived } = (await again.info({ id: 'c' }))!;
    const { bytes } = await again.bytes({ id: 'c', direction: 'received', offset: 0, length: bytesReceived });
    assert.equal(createHash('sha256').update(bytes).digest('hex'), hash.digest('hex'));
  });

  it('reads what there is of a file that was cut or damaged, and says so', async () => {
    const store = open();
    const tap = await store.keptTap('c');
    tap.received(Buffer.from('whole'));
    tap.received(Buffer.from('cut off'));
    await store.flush();
    const file = path.join(directory, 'c', (await readdir(path.join(directory, 'c')))[0]!);
    const { length } = await readFile(file);
    await truncate(file, length - 3);
    const rows = await show(open(), 'c');
    assert.deepEqual([rows[0], rows.length], ['whole', 3]);
    assert.match(rows[1]!, /^A part of what was kept on disk could not be read: 17 bytes of 0+\.wbt\.$/);

    await writeFile(file, 'no transcript at all');
    assert.match((await show(open(), 'c'))[0]!, /could not be read: 20 bytes/);
    await appendFile(path.join(directory, 'c', 'stray.txt'), 'not ours');
    assert.equal((await show(open(), 'c')).at(-1), before);
  });

  it('never fails on random damage', async () => {
    const store = open();
    const tap = await store.keptTap('c');
    for (let i = 0; i < 20; i++) {
      tap.note({ ...hello, template: `note ${i}` });
      tap.sent(Buffer.alloc(i, i));
    }
    await store.flush();
    const file = path.join(directory, 'c', (await readdir(path.join(directory, 'c')))[0]!);
    const whole = await readFile(file);
    for (let i = 0; i < 60; i++) {
      const damaged = Buffer.from(whole);
      for (let k = 0; k < 4; k++) damaged[Math.floor(Math.random() * damaged.length)] = Math.random() * 256;
      await rm(path.join(directory, 'c'), { recursive: true, force: true });
      const fresh = open();
      await fresh.keptTap('c');
      fresh.dispose();
      await writeFile(file, damaged);
      assert.ok((await show(open(), 'c')).length > 0);
    }
  });

  it('forgets the oldest ended transcripts first, then the oldest part of what is left, and says so', async () => {
    const budget = 4 * 1024 * 1024;
    const store = open(budget);
    for (let i = 0; i < 100; i++) {
      const tap = store.tap(`session ${i}`);
      tap.received(Buffer.alloc(10_000));
      tap.end();
    }
    const kept = await store.keptTap('console');
    const chunk = Buffer.alloc(100_000);
    for (let i = 0; i < 30; i++) kept.received(chunk);
    assert.equal(await store.info({ id: 'session 0' }), undefined);
    assert.equal((await store.info({ id: 'console' }))?.evicted.bytes, 0);
    for (let i = 0; i < 70; i++) kept.received(chunk);
    const info = (await store.info({ id: 'console' }))!;
    assert.equal(info.bytesReceived, 10_000_000);
    assert.ok(info.evicted.bytes > 5_000_000, `${info.evicted.bytes}`);
    assert.ok(store.size <= budget, `${store.size}`);
    const extract = await store.bytes({ id: 'console', direction: 'received', offset: 0, length: 1e9 });
    assert.equal(extract.offset + extract.bytes.length, 10_000_000);
    await store.flush();
    const files = await readdir(path.join(directory, 'console'));
    assert.ok(files.length <= 4, `files of evicted segments are left: ${files.join(' ')}`);
    await assert.rejects(store.page({ id: 'session 0', view, from: 0, count: 1 }), /had to make room/);
  });

  it('lets go of an ended transcript that is released, unless somebody looks at it or keeps it', async () => {
    const store = open();
    const ended = ['alone', 'watched', 'kept'].map((id) => ({ id, tap: store.tap(id) }));
    await store.info({ id: 'watched' });
    await store.keep({ id: 'kept' });
    store.tap('living');
    for (const { tap } of ended) tap.end();
    for (const id of ['alone', 'watched', 'kept', 'living', 'unknown']) store.release(id);
    assert.deepEqual(
      (await store.list()).map(({ id }) => id),
      ['watched', 'kept', 'living'],
    );
  });

  it('tells of what someone looks at, a few times a second', async () => {
    const store = open();
    const told: TranscriptInfo[][] = [];
    store.onDidChange((infos) => told.push([...infos]));
    const tap = store.tap('watched');
    const other = store.tap('unwatched');
    await store.info({ id: 'watched' });
    for (let i = 0; i < 1000; i++) {
      tap.received(Buffer.from('x'));
      other.received(Buffer.from('x'));
    }
    const deadline = Date.now() + 10_000;
    while (told.length === 0 && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 10));
    assert.deepEqual(
      told.map((infos) => infos.map((info) => [info.id, info.chunks])),
      [[['watched', 1000]]],
    );
  });

  it('clears a transcript in memory and on disk while its tap goes on', async () => {
    const store = open();
    const tap = await store.keptTap('c');
    tap.received(Buffer.from('old'));
    await store.flush();
    await store.clear({ id: 'c' });
    tap.received(Buffer.from('new'));
    assert.deepEqual(await show(store, 'c'), ['new']);
    await store.flush();
    assert.deepEqual(await show(open(), 'c'), ['new', before]);
    await store.discard({ id: 'c' });
    assert.deepEqual(await readdir(directory), []);
    assert.equal(store.size, 0);
  });

  it('finds in 64 MiB without holding up other work, and can be cancelled', async () => {
    const store = open();
    const tap = store.tap('big');
    const chunk = Buffer.alloc(65_536, 'lorem ipsum ');
    for (let i = 0; i < 1024; i++) tap.received(chunk);
    tap.received(Buffer.from('the needle'));
    const pattern = { kind: 'bytes', bytes: Buffer.from('needle') } as const;
    let longest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    assert.equal(await store.find({ id: 'big', view, pattern, from: 0 }), 1024);
    clearInterval(watch);
    assert.ok(longest < 200, `other work waited ${longest} ms`);
    const abort = new AbortController();
    const found = store.find({ id: 'big', view, pattern, from: 0 }, { signal: abort.signal });
    abort.abort();
    await assert.rejects(found, /Cancelled/);
  });

  it('removes what nobody has opened for a month when it starts', async () => {
    const store = open();
    (await store.keptTap('old')).received(Buffer.from('x'));
    (await store.keptTap('young')).received(Buffer.from('x'));
    await store.flush();
    const long = new Date(Date.now() - 40 * 24 * 3600 * 1000);
    for (const file of await readdir(path.join(directory, 'old')))
      await utimes(path.join(directory, 'old', file), long, long);
    await utimes(path.join(directory, 'old'), long, long);
    open();
    const deadline = Date.now() + 10_000;
    while ((await readdir(directory)).length > 1 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.deepEqual(await readdir(directory), ['young']);
  });
});
