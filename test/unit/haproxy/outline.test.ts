import assert from 'node:assert/strict';
import { findInOutline, outlineOf } from '../../../src/core/haproxy/outline';
import { parseHaproxyConfig } from '../../../src/core/haproxy/parse';
import { dataFile } from './support';

describe('haproxy.cfg outline', () => {
  const outline = (text: string) => outlineOf(parseHaproxyConfig(text));

  it('has the sections in order, servers below theirs', () => {
    assert.deepEqual(
      outline(dataFile('tcp.cfg')).map(({ kind, name, children }) => [
        kind,
        name,
        children.map((child) => child.name),
      ]),
      [
        ['global', 'global', []],
        ['defaults', 'base', []],
        ['frontend', 'app', []],
        ['backend', 'app', ['s1', 's2', 's3', 's4', 'spare']],
        ['defaults', 'slow', []],
        ['listen', 'direct', ['only']],
      ],
    );
  });

  it('says where each stands, without the blank lines after it', () => {
    const [defaults, backend] = outline(
      'defaults\n mode tcp\n\nbackend b # b\n  server s1 127.0.0.1:1 check # x\n\n\n',
    );
    assert.deepEqual(defaults?.range, { startLine: 0, startColumn: 0, endLine: 1, endColumn: 9 });
    assert.deepEqual(defaults?.nameRange, { startLine: 0, startColumn: 0, endLine: 0, endColumn: 8 });
    assert.deepEqual(backend?.nameRange, { startLine: 3, startColumn: 8, endLine: 3, endColumn: 9 });
    assert.equal(backend?.range.endLine, 4);
    const [server] = backend?.children ?? [];
    assert.deepEqual(server?.nameRange, { startLine: 4, startColumn: 9, endLine: 4, endColumn: 11 });
    assert.deepEqual(server?.range, { startLine: 4, startColumn: 2, endLine: 4, endColumn: 33 });
  });

  it('has sections that are kept, and files with errors too', () => {
    assert.deepEqual(
      outline('userlist u\n user x\nbackend b\n nonsense\n server s 127.0.0.1:1\n').map(
        ({ kind, name, children }) => [kind, name, children.length],
      ),
      [
        ['other', 'u', 0],
        ['backend', 'b', 1],
      ],
    );
  });

  it('finds a proxy or a server by name', () => {
    const items = outline(dataFile('tcp.cfg'));
    assert.equal(findInOutline(items, ['frontend', 'listen'], 'app')?.kind, 'frontend');
    assert.equal(findInOutline(items, ['backend', 'listen'], 'app')?.kind, 'backend');
    assert.equal(findInOutline(items, ['backend', 'listen'], 'app', 's2')?.nameRange.startLine, 34);
    assert.equal(findInOutline(items, ['backend'], 'app', 'nope'), undefined);
  });
});
