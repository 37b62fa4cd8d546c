import { word } from '../arguments';
import { DEPENDENT, HTTP, INERT, parameters, refused, type Entry } from '../keyword';
import { messages } from '../messages';
import type { ServerSettings } from '../model';

const takes = [word('<value>')];

const inert: readonly Entry<ServerSettings>[] = [
  ...parameters(['tfo', 'no-tfo'], { support: INERT }),
  ...parameters(
    ['id', 'init-addr', 'log-proto', 'resolvers', 'resolve-net', 'resolve-opts', 'resolve-prefer', 'tcp-ut'],
    {
      takes,
      support: INERT,
    },
  ),
  ...parameters(['guid'], { takes, support: INERT, since: '3.0' }),
];

const http: readonly Entry<ServerSettings>[] = parameters(
  ['cookie', 'redir', 'proto', 'ws', 'max-reuse', 'pool-low-conn', 'pool-max-conn', 'pool-purge-delay'],
  { takes, support: HTTP },
);

const unsupported: readonly Entry<ServerSettings>[] = [
  ...parameters(
    ['maxqueue', 'minconn', 'slowstart', 'observe', 'on-marked-down', 'on-marked-up', 'track', 'source'],
    {
      takes,
      support: refused(messages.unsupported),
    },
  ),
  ...parameters(['socks4', 'namespace'], { takes, support: refused(messages.unsupported) }),
  ...parameters(['init-state'], { takes, support: refused(messages.unsupported), since: '3.1' }),
  ...parameters(['strict-maxconn'], { support: refused(messages.unsupported), since: '3.2' }),
  ...parameters(['ssl'], { support: refused(messages.unsupportedTls) }),
  ...parameters(['agent-check', 'check-ssl'], { support: refused(messages.unsupportedCheck) }),
  ...parameters(['check-proto'], { takes, support: refused(messages.unsupportedCheck) }),
  ...parameters(
    ['send-proxy', 'send-proxy-v2', 'send-proxy-v2-ssl', 'send-proxy-v2-ssl-cn', 'check-send-proxy'],
    { support: refused(messages.unsupportedProxyProtocol) },
  ),
];

/** What needs one of the others to have an effect, and what takes one of them back. */
const dependent: readonly Entry<ServerSettings>[] = [
  ...parameters(
    [
      ...[
        'agent-addr',
        'agent-inter',
        'agent-port',
        'agent-send',
        'alpn',
        'ca-file',
        'check-alpn',
        'check-sni',
      ],
      ...[
        'ciphers',
        'ciphersuites',
        'client-sigalgs',
        'crl-file',
        'crt',
        'curves',
        'error-limit',
        'npn',
        'on-error',
      ],
      ...[
        'proxy-v2-options',
        'shard',
        'sigalgs',
        'sni',
        'ssl-max-ver',
        'ssl-min-ver',
        'usesrc',
        'interface',
        'verify',
      ],
      'verifyhost',
    ],
    { takes, support: DEPENDENT },
  ),
  ...parameters(['hash-key'], { takes, support: DEPENDENT, since: '3.0' }),
  ...parameters(
    [
      ...['allow-0rtt', 'check-via-socks4', 'force-sslv3', 'force-tlsv10', 'force-tlsv11', 'force-tlsv12'],
      ...[
        'force-tlsv13',
        'no-agent-check',
        'no-check-send-proxy',
        'no-check-ssl',
        'no-send-proxy',
        'no-send-proxy-v2',
      ],
      ...[
        'no-send-proxy-v2-ssl',
        'no-send-proxy-v2-ssl-cn',
        'no-ssl',
        'no-ssl-reuse',
        'no-sslv3',
        'no-tls-tickets',
      ],
      ...[
        'no-tlsv10',
        'no-tlsv11',
        'no-tlsv12',
        'no-tlsv13',
        'no-verifyhost',
        'non-stick',
        'ssl-reuse',
        'stick',
      ],
      'tls-tickets',
    ],
    { support: DEPENDENT },
  ),
];

/** The parameters of `server` that the embedded engine does not follow (configuration.txt 5.2). */
export const otherServerParameters: readonly Entry<ServerSettings>[] = [
  ...inert,
  ...http,
  ...unsupported,
  ...dependent,
];
