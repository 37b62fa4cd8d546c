import { parseBindAddresses } from '../addresses';
import { anything, integer, optional, parsed, time, word, type Argument } from '../arguments';
import { parametersOf } from '../entryReader';
import { INERT, keyword, keywords, refused, type Keyword } from '../keyword';
import { messages } from '../messages';
import type { Global } from '../model';
import { bindParameters } from './bind';

const nodeName: Argument<string> = {
  label: '<name>',
  read(cursor) {
    const found = cursor.require('<name>');
    if (!/^[\w.-]+$/.test(found.value)) cursor.refuse(messages.badNodeName({ word: found.value }), found);
    return found.value;
  },
};

const set: readonly Keyword<Global>[] = [
  keyword({
    name: 'maxconn',
    on: 'G',
    takes: [integer({ min: 0 })],
    set: (global: Global, [value], site) => {
      const before = global.maxConnections;
      if (!before) global.maxConnections = site.setting(value);
      else site.warn(messages.alreadyGiven({ keyword: 'maxconn', line: before.range.startLine + 1 }));
    },
  }),
  keyword({
    name: 'spread-checks',
    on: 'G',
    takes: [integer({ min: 0, max: 50 })],
    set: (global: Global, [value], site) => {
      global.spreadChecks = site.setting(value);
    },
  }),
  // Their effect is on the lines that follow, where the document is read.
  ...keywords(['setenv', 'presetenv'], { on: 'G', takes: [word('<name>'), word('<value>'), anything()] }),
  ...keywords(['unsetenv', 'resetenv'], { on: 'G', takes: [anything()] }),
];

/** The process and its rights, limits of the system. */
const process: readonly Keyword<Global>[] = [
  ...keywords(
    [
      'daemon',
      'noepoll',
      'nokqueue',
      'noevports',
      'nopoll',
      'nosplice',
      'nogetaddrinfo',
      'noreuseport',
      'quiet',
    ],
    {
      on: 'G',
      support: INERT,
    },
  ),
  ...keywords(['busy-polling', 'set-dumpable', 'insecure-fork-wanted', 'strict-limits', 'numa-cpu-mapping'], {
    on: 'G',
    prefixes: ['no'],
    support: INERT,
  }),
  ...keywords(
    ['zero-warning', 'insecure-setuid-wanted', 'expose-experimental-directives', 'no-memory-trimming'],
    {
      on: 'G',
      support: INERT,
    },
  ),
  ...keywords(['external-check', 'pp2-never-send-local', 'h1-accept-payload-with-any-method'], {
    on: 'G',
    support: INERT,
  }),
  ...keywords(['master-worker'], { on: 'G', takes: [optional(word('no-exit-on-failure'))], support: INERT }),
  keyword({ name: 'nbthread', on: 'G', takes: [integer({ min: 1, max: 64 })], support: INERT }),
  ...keywords(['user', 'group', 'uid', 'gid', 'chroot', 'pidfile', 'ulimit-n', 'localpeer', 'default-path'], {
    on: 'G',
    takes: [word('<value>')],
    support: INERT,
  }),
  ...keywords(['cpu-map', 'thread-group', 'thread-groups', 'mworker-max-reloads', 'cluster-secret'], {
    on: 'G',
    takes: [word('<value>'), anything()],
    support: INERT,
  }),
  keyword({ name: 'node', on: 'G', takes: [nodeName], support: INERT }),
  keyword({ name: 'description', on: 'G', takes: [word('<text>'), anything()], support: INERT }),
  ...keywords(['hard-stop-after', 'grace', 'close-spread-time', 'max-spread-checks'], {
    on: 'G',
    takes: [time()],
    support: INERT,
  }),
];

/** Families that the embedded engine has not are fine here, since nothing listens. */
function parseStatsAddress(text: string): void {
  if (!/^(abnsz?|fd|sockpair)@/.test(text)) parseBindAddresses(text);
}

const stats: readonly Keyword<Global>[] = [
  keyword({
    name: 'stats socket',
    on: 'G',
    takes: [
      parsed('<address>', parseStatsAddress),
      parametersOf(bindParameters, 'stats socket', { quiet: true }),
    ],
    support: INERT,
  }),
  keyword({ name: 'stats timeout', on: 'G', takes: [time({ positive: true }), anything()], support: INERT }),
  keyword({ name: 'stats maxconn', on: 'G', takes: [integer({ min: 1 }), anything()], support: INERT }),
  keyword({ name: 'stats bind-process', on: 'G', takes: [anything()], support: INERT }),
];

/** Files, libraries and limits of what is not run here. */
const material: readonly Keyword<Global>[] = keywords(
  [
    ...[
      'ca-base',
      'crt-base',
      'h1-case-adjust',
      'h1-case-adjust-file',
      'issuers-chain-path',
      'lua-prepend-path',
    ],
    ...[
      'maxcomprate',
      'maxcompcpuusage',
      'maxpipes',
      'maxsslconn',
      'maxsslrate',
      'maxzlibmem',
      'profiling.tasks',
    ],
    ...[
      'httpclient.resolvers.id',
      'httpclient.resolvers.prefer',
      'httpclient.ssl.ca-file',
      'httpclient.ssl.verify',
    ],
    ...['server-state-base', 'server-state-file', 'set-var', 'set-var-fmt', 'ssl-default-bind-ciphers'],
    ...['ssl-default-bind-ciphersuites', 'ssl-default-bind-client-sigalgs', 'ssl-default-bind-curves'],
    ...['ssl-default-bind-options', 'ssl-default-bind-sigalgs', 'ssl-default-server-ciphers'],
    ...['ssl-default-server-ciphersuites', 'ssl-default-server-options', 'ssl-dh-param-file', 'ssl-engine'],
    ...['ssl-load-extra-del-ext', 'ssl-load-extra-files', 'ssl-mode-async', 'ssl-propquery', 'ssl-provider'],
    ...['ssl-provider-path', 'ssl-server-verify', 'ssl-skip-self-issued-ca'],
  ],
  { on: 'G', takes: [anything()], support: INERT },
);

const tune: readonly Keyword<Global>[] = keywords(
  [
    ...[
      'buffers.limit',
      'buffers.reserve',
      'bufsize',
      'chksize',
      'comp.maxlevel',
      'fail-alloc',
      'fd.edge-triggered',
    ],
    ...['h2.header-table-size', 'h2.initial-window-size', 'h2.max-concurrent-streams', 'h2.max-frame-size'],
    ...[
      'http.cookielen',
      'http.logurilen',
      'http.maxhdr',
      'idle-pool.shared',
      'idletimer',
      'listener.multi-queue',
    ],
    ...['lua.forced-yield', 'lua.maxmem', 'lua.service-timeout', 'lua.session-timeout', 'lua.task-timeout'],
    ...[
      'maxaccept',
      'maxpollevents',
      'maxrewrite',
      'pattern.cache-size',
      'peers.max-updates-at-once',
      'pipesize',
    ],
    ...[
      'pool-high-fd-ratio',
      'pool-low-fd-ratio',
      'rcvbuf.client',
      'rcvbuf.server',
      'recv_enough',
      'runqueue-depth',
    ],
    ...['sched.low-latency', 'sndbuf.client', 'sndbuf.server', 'ssl.cachesize', 'ssl.capture-buffer-size'],
    ...[
      'ssl.capture-cipherlist-size',
      'ssl.default-dh-param',
      'ssl.force-private-cache',
      'ssl.hard-maxrecord',
    ],
    ...['ssl.keylog', 'ssl.lifetime', 'ssl.maxrecord', 'ssl.ssl-ctx-cache-size', 'vars.check-max-size'],
    ...[
      'vars.global-max-size',
      'vars.proc-max-size',
      'vars.reqres-max-size',
      'vars.sess-max-size',
      'vars.txn-max-size',
    ],
  ].map((name) => `tune.${name}`),
  { on: 'G', takes: [anything()], support: INERT },
);

const unsupported: readonly Keyword<Global>[] = [
  ...keywords(['maxconnrate', 'maxsessrate', 'lua-load', 'lua-load-per-thread', 'unix-bind'], {
    on: 'G',
    takes: [anything()],
    support: refused(messages.unsupported),
  }),
  keyword({ name: 'nbproc', on: 'G', takes: [anything()], support: refused(messages.removedNbproc) }),
];

/** The keywords of `global` (configuration.txt 3), logs apart. */
export const globalKeywords: readonly Keyword<Global>[] = [
  ...set,
  ...process,
  ...stats,
  ...material,
  ...tune,
  ...unsupported,
];
