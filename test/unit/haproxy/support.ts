import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseHaproxyConfig } from '../../../src/core/haproxy/parse';
import type { ParseOptions } from '../../../src/core/haproxy/options';
import type { Diagnostic } from '../../../src/core/text/diagnostic';
import { format } from '../../../src/core/util/message';

/** A file of test/data/haproxy. */
export function dataFile(name: string): string {
  return readFileSync(path.join(__dirname, '../../data/haproxy', name), 'utf8');
}

/** `line:column severity code` of each, counted from 1 as editors show them. */
export function places(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ range, severity, message }) => {
    const place = `${range.startLine + 1}:${range.startColumn + 1}`;
    return `${place} ${severity} ${message.code.replace(/^haproxy\./, '')}`;
  });
}

/** What is wrong with a text, errors and warnings. */
export function problems(text: string, options?: Partial<ParseOptions>): string[] {
  const { diagnostics } = parseHaproxyConfig(text, options);
  return places(diagnostics.filter((each) => each.severity !== 'info'));
}

/** What is wrong with one line of a section that is otherwise fine; its place is left out. */
export function problemsOf(section: Section, line: string): string[] {
  const text = `${BASE[section]} ${line}\n`;
  const number = text.split('\n').length - 1;
  const here = parseHaproxyConfig(text).diagnostics.filter((each) => each.range.startLine === number - 1);
  return here.map(({ severity, message }) => `${severity} ${message.code.replace(/^haproxy\./, '')}`);
}

/** The English of the first error. */
export function firstError(text: string): string {
  const { diagnostics } = parseHaproxyConfig(text);
  const error = diagnostics.find((each) => each.severity === 'error');
  return error ? format(error.message) : '';
}

export type Section = 'global' | 'defaults' | 'frontend' | 'backend' | 'listen';

const TIMEOUTS = ' timeout connect 1s\n timeout client 1s\n timeout server 1s\n';

const BASE: Record<Section, string> = {
  global: 'global\n',
  defaults: 'defaults\n',
  frontend: `defaults\n${TIMEOUTS}backend b\nfrontend f\n bind :8000\n`,
  backend: `defaults\n${TIMEOUTS}listen l\n bind :8000\nbackend b\n`,
  listen: `defaults\n${TIMEOUTS}backend b\nlisten l\n bind :8000\n`,
};
