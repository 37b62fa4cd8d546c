import { catalog } from '../../util/message';
import { time } from '../arguments';
import { HTTP, keyword, keywords, refused, type Documentation, type Keyword } from '../keyword';
import { messages } from '../messages';
import type { Proxy, TimeoutName } from '../model';

/** What the editor says of each time-out. */
export const timeoutDocs = catalog('haproxy.doc.timeout', {
  connect: 'How long a connection to a server may take to come about, for each attempt.',
  client: 'How long a client may stay silent while it is expected to send or to take data.',
  server: 'How long a server may stay silent while it is expected to send or to take data.',
  check: 'How long a health check may take once it is connected; without it, “inter” bounds the whole check.',
  queue: 'How long a session may wait for a free slot of a server.',
});

function timeout(name: TimeoutName, on: string, documentation: Documentation): Keyword<Proxy> {
  return keyword({
    name: `timeout ${name}`,
    on,
    takes: [time()],
    doc: { unit: 'ms', ...documentation },
    set: (proxy: Proxy, [ms], site) => {
      const before = proxy.settings.timeouts[name];
      const line = before?.range.startLine ?? -1;
      if (line > proxy.section.header.number) {
        site.warn(messages.overwritten({ keyword: `timeout ${name}`, line: line + 1 }));
      }
      proxy.settings.timeouts[name] = site.setting(ms);
    },
  });
}

/** `timeout …` of a proxy (configuration.txt 4.2). */
export const timeoutKeywords: readonly Keyword<Proxy>[] = [
  timeout('connect', 'DLB', { summary: timeoutDocs.connect() }),
  timeout('client', 'DFL', { summary: timeoutDocs.client() }),
  timeout('server', 'DLB', { summary: timeoutDocs.server() }),
  timeout('check', 'DLB', { summary: timeoutDocs.check() }),
  timeout('queue', 'DLB', { summary: timeoutDocs.queue(), default: 'timeout connect' }),
  ...keywords(['timeout tunnel', 'timeout server-fin'], {
    on: 'DLB',
    takes: [time()],
    support: refused(messages.unsupportedTimeout),
  }),
  keyword({
    name: 'timeout client-fin',
    on: 'DFL',
    takes: [time()],
    support: refused(messages.unsupportedTimeout),
  }),
  ...keywords(['timeout http-request', 'timeout http-keep-alive', 'timeout tarpit'], {
    on: 'DFLB',
    takes: [time()],
    support: HTTP,
  }),
];
