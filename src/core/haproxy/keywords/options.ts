import { anything, choice, ignored, integer, optional } from '../arguments';
import { DEPENDENT, HTTP, INERT, keyword, keywords, refused, type Keyword } from '../keyword';
import { messages } from '../messages';
import type { Proxy } from '../model';

const BOTH = ['no', 'default'] as const;

const names = (list: string): string[] => list.split(' ').map((name) => `option ${name}`);

/** Options that the embedded engine follows. */
const followed: readonly Keyword<Proxy>[] = [
  keyword({
    name: 'option redispatch',
    on: 'DLB',
    prefixes: BOTH,
    takes: [optional(integer()), ignored()],
    set: (proxy: Proxy, [interval = -1], site) => {
      proxy.settings.redispatch = site.setting(site.prefix ? 0 : interval);
    },
  }),
  keyword({
    name: 'option allbackups',
    on: 'DLB',
    prefixes: BOTH,
    set: (proxy: Proxy, _, site) => {
      proxy.settings.allBackups = site.setting(!site.prefix);
    },
  }),
  // Without tcp-check rules it connects, as a check without it does.
  keyword({ name: 'option tcp-check', on: 'DLB' }),
];

/** Options about logs, statistics and the way the system's sockets are used. */
const inert: readonly Keyword<Proxy>[] = [
  ...keywords(names('tcplog'), { on: 'DFL', support: INERT }),
  ...keywords(
    names(
      'dontlognull dontlog-normal logasap log-separate-errors contstats socket-stats clitcpka tcp-smart-accept',
    ),
    {
      on: 'DFL',
      prefixes: BOTH,
      support: INERT,
    },
  ),
  ...keywords(names('log-health-checks srvtcpka tcp-smart-connect'), {
    on: 'DLB',
    prefixes: BOTH,
    support: INERT,
  }),
  ...keywords(names('splice-auto splice-request splice-response'), {
    on: 'DFLB',
    prefixes: BOTH,
    support: INERT,
  }),
  ...keywords(names('tcpka'), { on: 'DFLB', support: INERT }),
  ...keywords(names('persist'), { on: 'DLB', prefixes: BOTH, support: DEPENDENT }),
];

/** Options that change what clients or servers see, and that the embedded engine does not have. */
const unsupported: readonly Keyword<Proxy>[] = [
  ...keywords(
    names(
      'httpchk smtpchk redis-check mysql-check pgsql-check ldap-check ssl-hello-chk spop-check external-check',
    ),
    {
      on: 'DLB',
      takes: [anything()],
      support: refused(messages.unsupportedCheck),
    },
  ),
  ...keywords(names('abortonclose transparent'), {
    on: 'DLB',
    prefixes: BOTH,
    support: refused(messages.unsupported),
  }),
  ...keywords(names('nolinger independent-streams'), {
    on: 'DFLB',
    prefixes: BOTH,
    support: refused(messages.unsupported),
  }),
];

const http: readonly Keyword<Proxy>[] = [
  ...keywords(names('httplog'), { on: 'DFL', takes: [anything()], support: HTTP }),
  ...keywords(names('httpslog'), { on: 'DFL', support: HTTP }),
  ...keywords(names('forwardfor originalto'), {
    on: 'DFLB',
    takes: [anything()],
    support: HTTP,
  }),
  keyword({
    name: 'option http-restrict-req-hdr-names',
    on: 'DFLB',
    takes: [choice('preserve', 'delete', 'reject')],
    support: HTTP,
  }),
  ...keywords(names('forwarded'), { on: 'DFLB', takes: [anything()], support: HTTP, since: '2.8' }),
  ...keywords(names('http-buffer-request http-keep-alive http-no-delay http-server-close httpclose'), {
    on: 'DFLB',
    prefixes: BOTH,
    support: HTTP,
  }),
  ...keywords(
    names(
      'accept-invalid-http-request disable-h2-upgrade h1-case-adjust-bogus-client http-ignore-probes http-use-proxy-header idle-close-on-response',
    ),
    { on: 'DFL', prefixes: BOTH, support: HTTP },
  ),
  ...keywords(
    names(
      'accept-invalid-http-response checkcache h1-case-adjust-bogus-server http-pretend-keepalive prefer-last-server',
    ),
    { on: 'DLB', prefixes: BOTH, support: HTTP },
  ),
  ...keywords(names('accept-unsafe-violations-in-http-request http-drop-request-trailers'), {
    on: 'DFL',
    prefixes: BOTH,
    support: HTTP,
    since: '3.1',
  }),
];

const removed: readonly Keyword<Proxy>[] = keywords(names('forceclose http-tunnel'), {
  on: 'DFLB',
  takes: [anything()],
  support: refused(({ keyword: name }) =>
    messages.removedKeyword({ keyword: name, instead: 'option httpclose' }),
  ),
});

/** `option …` of a proxy (configuration.txt 4.2). */
export const optionKeywords: readonly Keyword<Proxy>[] = [
  ...followed,
  ...inert,
  ...unsupported,
  ...http,
  ...removed,
];
