import { anything, choice, integer, replaceBy, word, type Argument } from '../arguments';
import type { Cursor } from '../cursor';
import { DEPENDENT, INERT, keyword, keywords, refused, type Keyword } from '../keyword';
import { messages } from '../messages';
import type { Proxy, Setting } from '../model';
import { nearest } from '../../text/suggest';

const MODES = ['tcp', 'http'] as const;
/** Modes of HAProxy that are neither. */
const OTHER_MODES = ['log', 'spop', 'haterm'];

type Mode = (typeof MODES)[number];

const mode: Argument<Setting<Mode>> = { label: MODES.join('|'), values: MODES, read: readMode };

function readMode(cursor: Cursor): Setting<Mode> {
  const found = cursor.require(MODES.join('|'));
  const known = MODES.find((each) => each === found.value);
  if (known) return { value: known, range: found.range };
  if (OTHER_MODES.includes(found.value)) cursor.refuse(messages.otherMode({ mode: found.value }), found);
  const message = messages.notAChoice({ keyword: 'mode', choices: MODES.join(', '), word: found.value });
  return cursor.refuse(message, found, replaceBy(found, nearest(found.value, MODES)));
}

const set: readonly Keyword<Proxy>[] = [
  keyword({
    name: 'mode',
    on: 'DFLB',
    takes: [mode],
    set: (proxy: Proxy, [value]) => {
      proxy.settings.mode = value;
    },
  }),
  keyword({
    name: 'maxconn',
    on: 'DFL',
    takes: [integer({ min: 0 })],
    set: (proxy: Proxy, [value], site) => {
      proxy.settings.maxConnections = site.setting(value);
    },
  }),
  keyword({
    name: 'default_backend',
    on: 'DFL',
    takes: [word('<backend>')],
    set: (proxy: Proxy, [backend]) => {
      proxy.settings.defaultBackend = backend;
    },
  }),
  keyword({
    name: 'retries',
    on: 'DLB',
    takes: [integer({ min: 0 })],
    set: (proxy: Proxy, [value], site) => {
      proxy.settings.retries = site.setting(value);
    },
  }),
  keyword({
    name: 'disabled',
    on: 'DFLB',
    set: (proxy: Proxy, _, site) => {
      proxy.settings.disabled = site.setting(true);
    },
  }),
  keyword({
    name: 'enabled',
    on: 'DFLB',
    set: (proxy: Proxy, _, site) => {
      proxy.settings.disabled = site.setting(false);
    },
  }),
];

/** Names, numbers, limits of the system, and what needs another keyword to have an effect. */
const inert: readonly Keyword<Proxy>[] = [
  keyword({ name: 'description', on: 'FLB', takes: [word('<text>'), anything()], support: INERT }),
  keyword({ name: 'id', on: 'FLB', takes: [integer({ min: 1 })], support: INERT }),
  keyword({ name: 'guid', on: 'FLB', takes: [word('<guid>')], support: INERT, since: '3.0' }),
  keyword({ name: 'backlog', on: 'DFL', takes: [integer()], support: INERT }),
  keyword({ name: 'fullconn', on: 'DLB', takes: [integer()], support: DEPENDENT }),
  keyword({ name: 'email-alert', on: 'DFLB', takes: [anything()], support: INERT }),
  keyword({ name: 'bind-process', on: 'DFLB', takes: [anything()], support: INERT }),
  ...keywords(['clitcpka-cnt', 'clitcpka-idle', 'clitcpka-intvl'], {
    on: 'DFL',
    takes: [word('<number>')],
    support: INERT,
  }),
  ...keywords(['srvtcpka-cnt', 'srvtcpka-idle', 'srvtcpka-intvl'], {
    on: 'DLB',
    takes: [word('<number>')],
    support: INERT,
  }),
  keyword({ name: 'server-state-file-name', on: 'DLB', takes: [anything()], support: DEPENDENT }),
];

const unsupported: readonly Keyword<Proxy>[] = [
  keyword({
    name: 'rate-limit',
    on: 'DFL',
    takes: [choice('sessions'), integer()],
    support: refused(messages.unsupported),
  }),
  keyword({
    name: 'load-server-state-from-file',
    on: 'DLB',
    takes: [choice('global', 'local', 'none')],
    support: refused(messages.unsupported),
  }),
  keyword({
    name: 'source',
    on: 'DLB',
    takes: [word('<address>'), anything()],
    support: refused(messages.unsupported),
  }),
  keyword({ name: 'dispatch', on: 'LB', takes: [anything()], support: refused(messages.unsupported) }),
  keyword({ name: 'transparent', on: 'DFLB', takes: [anything()], support: refused(messages.unsupported) }),
];

const removed = (name: string, instead: string): Keyword<Proxy> =>
  keyword({
    name,
    on: 'DFLB',
    takes: [anything()],
    support: refused((args) => messages.removedKeyword({ ...args, instead })),
  });

/** The general keywords of a proxy (configuration.txt 4.2). */
export const proxyKeywords: readonly Keyword<Proxy>[] = [
  ...set,
  ...inert,
  ...unsupported,
  removed('clitimeout', 'timeout client'),
  removed('contimeout', 'timeout connect'),
  removed('srvtimeout', 'timeout server'),
  removed('grace', 'hard-stop-after'),
  removed('monitor-net', 'http-request return'),
];
