import { choice, integer, parsed, word } from '../arguments';
import { parseBindAddresses } from '../addresses';
import { parametersOf } from '../entryReader';
import {
  DEPENDENT,
  INERT,
  keyword,
  parameter,
  parameters,
  refused,
  type Entry,
  type Keyword,
} from '../keyword';
import { messages } from '../messages';
import type { Bind, BindSettings, Proxy } from '../model';
import { Table } from '../table';

const takes = [word('<value>')];

const set: readonly Entry<BindSettings>[] = [
  parameter({
    name: 'name',
    takes: [word('<name>')],
    set: (bind: BindSettings, [name]) => {
      bind.name = name;
    },
  }),
  parameter({
    name: 'maxconn',
    takes: [integer({ min: 0 })],
    set: (bind: BindSettings, [value], site) => {
      bind.maxConnections = site.setting(value);
    },
  }),
];

const inert: readonly Entry<BindSettings>[] = [
  ...parameters(['v4v6', 'tfo', 'defer-accept'], { support: INERT }),
  ...parameters(['backlog', 'id', 'mss', 'nice', 'process', 'proto', 'shards', 'tcp-ut', 'thread'], {
    takes,
    support: INERT,
  }),
  parameter({ name: 'level', takes: [choice('user', 'operator', 'admin')], support: INERT }),
  parameter({ name: 'severity-output', takes: [choice('none', 'number', 'string')], support: INERT }),
  parameter({ name: 'expose-fd', takes: [choice('listeners')], support: INERT }),
  ...parameters(['guid-prefix'], { takes, support: INERT, since: '3.0' }),
];

const unsupported: readonly Entry<BindSettings>[] = [
  parameter({ name: 'accept-proxy', support: refused(messages.unsupportedProxyProtocol) }),
  parameter({ name: 'accept-netscaler-cip', takes, support: refused(messages.unsupportedProxyProtocol) }),
  parameter({ name: 'ssl', support: refused(messages.unsupportedTls) }),
  ...parameters(['transparent', 'v6only'], { support: refused(messages.unsupported) }),
  ...parameters(['interface', 'namespace', 'mode', 'user', 'group', 'uid', 'gid'], {
    takes,
    support: refused(messages.unsupported),
  }),
];

/** What `ssl` needs; without it they have no effect. */
const tls: readonly Entry<BindSettings>[] = [
  ...parameters(
    [
      ...[
        'allow-0rtt',
        'generate-certificates',
        'no-alpn',
        'no-ca-names',
        'no-sslv3',
        'no-strict-sni',
        'no-tls-tickets',
      ],
      ...['no-tlsv10', 'no-tlsv11', 'no-tlsv12', 'no-tlsv13', 'force-sslv3', 'force-tlsv10', 'force-tlsv11'],
      ...['force-tlsv12', 'force-tlsv13', 'prefer-client-ciphers', 'strict-sni'],
    ],
    { support: DEPENDENT },
  ),
  ...parameters(
    [
      ...['alpn', 'ca-file', 'ca-ignore-err', 'ca-sign-file', 'ca-sign-pass', 'ca-verify-file', 'ciphers'],
      ...[
        'ciphersuites',
        'client-sigalgs',
        'crl-file',
        'crt',
        'crt-ignore-err',
        'crt-list',
        'curves',
        'ecdhe',
        'npn',
      ],
      ...['sigalgs', 'ssl-max-ver', 'ssl-min-ver', 'tls-ticket-keys', 'verify'],
    ],
    { takes, support: DEPENDENT },
  ),
];

/** The parameters of `bind` and `stats socket` (configuration.txt 5.1). */
export const bindParameters = new Table<BindSettings>(set, inert, unsupported, tls);

/** `bind`. */
export const bindKeywords: readonly Keyword<Proxy>[] = [
  keyword({
    name: 'bind',
    on: 'FL',
    takes: [parsed('<address>', parseBindAddresses), parametersOf(bindParameters, 'bind')],
    set: (proxy: Proxy, [addresses, apply], site) => {
      const bind: Bind = { addresses, range: site.range };
      apply(bind);
      proxy.binds.push(bind);
    },
  }),
];
