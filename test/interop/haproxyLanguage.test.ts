import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseHaproxyConfig } from '../../src/core/haproxy/parse';
import { format } from '../../src/core/util/message';
import { skip } from '../support/skip';
import { onlyHaproxyRefuses, onlyOursRefuses, same } from './haproxyLanguageCases';

interface Verdict {
  readonly refused: boolean;
  /** Of the first error, from 1; undefined when it names no line. */
  readonly line?: number;
  readonly text: string;
}

describe('haproxy.cfg as HAProxy reads it', function () {
  this.timeout(60_000);
  let folder = '';
  let version = '';

  before(function () {
    version = /version (\d+\.\d+(\.\d+)?)/.exec(run(['-v']).stdout)?.[1] ?? '';
    if (version === '') skip(this, 'haproxy is not installed');
    if (!version.startsWith('2.6'))
      skip(this, `the table holds what HAProxy 2.6 says, and this is ${version}`);
    folder = mkdtempSync(path.join(os.tmpdir(), 'wirebench-'));
  });

  after(() => {
    if (folder) rmSync(folder, { recursive: true });
  });

  function run(args: readonly string[]) {
    return spawnSync('haproxy', args, { encoding: 'utf8', timeout: 20_000 });
  }

  function theirs(text: string): Verdict {
    const file = path.join(folder, 'haproxy.cfg');
    writeFileSync(file, text);
    const { status, stderr } = run(['-c', '-f', file]);
    const alert = stderr.split('\n').find((each) => each.startsWith('[ALERT]')) ?? '';
    const line = /haproxy\.cfg:(\d+)\]/.exec(alert)?.[1];
    return { refused: status === 1, line: line === undefined ? undefined : Number(line), text: alert };
  }

  function ours(text: string): Verdict {
    const { diagnostics } = parseHaproxyConfig(text, { version, env: process.env });
    const error = diagnostics.find((each) => each.severity === 'error');
    if (!error) return { refused: false, text: '' };
    return { refused: true, line: error.range.startLine + 1, text: format(error.message) };
  }

  function compare(text: string): string | undefined {
    const [real, own] = [theirs(text), ours(text)];
    const agree =
      real.refused === own.refused && (!real.refused || real.line === undefined || real.line === own.line);
    return agree
      ? undefined
      : `${JSON.stringify(text)}\n  haproxy: ${describeVerdict(real)}\n  ours:    ${describeVerdict(own)}`;
  }

  for (const [group, texts] of Object.entries(same)) {
    it(`${group}: ${texts.length} files accepted or refused alike, at the same line`, () => {
      assert.equal(texts.map(compare).filter(Boolean).join('\n'), '');
    });
  }

  it('what we refuse and it does not, is as listed', () => {
    for (const text of onlyOursRefuses) {
      assert.deepEqual([theirs(text).refused, ours(text).refused], [false, true], text);
    }
  });

  it('what it refuses and we do not, is as listed', () => {
    for (const text of onlyHaproxyRefuses) {
      assert.deepEqual([theirs(text).refused, ours(text).refused], [true, false], text);
    }
  });

  it('accepts the files of the test data', () => {
    const data = path.join(__dirname, '../data/haproxy');
    const files = readdirSync(data).filter((name) => name.endsWith('.cfg'));
    assert.ok(files.length > 0);
    for (const name of files)
      assert.equal(theirs(readFileSync(path.join(data, name), 'utf8')).text, '', name);
  });

  it('finds nothing but its mode in the file that the package installs', function () {
    const file = '/etc/haproxy/haproxy.cfg';
    if (!existsSync(file)) skip(this, `there is no ${file}`);
    const { diagnostics } = parseHaproxyConfig(readFileSync(file, 'utf8'));
    const said = diagnostics.filter((each) => each.severity !== 'info').map((each) => each.message.code);
    assert.deepEqual(said, ['haproxy.httpMode']);
  });
});

function describeVerdict({ refused, line, text }: Verdict): string {
  return `${refused ? 'refused' : 'accepted'}${line === undefined ? '' : ` at line ${line}`} ${text}`;
}
