/** A command that cannot do what it is asked to: it says why and ends, and its memory and ports with it. */
export interface RefusedCommand {
  readonly name: string;
  readonly args: readonly string[];
  /** On stderr, whole. */
  readonly says: string;
  readonly exitCode: 1 | 2;
}

/**
 * Files for the commands. `{folder}/` is where they are; port `{taken}` is one that this process listens on, and
 * `{free}` one that nobody does.
 */
export const files: Readonly<Record<string, string>> = {
  'broken.cfg': `defaults
  timeout connect 1s
  timeout client 1s
  timeout server 1s
listen web
  bind 127.0.0.1:{free}
  balance fairly
`,
  'taken.cfg': `defaults
  timeout connect 1s
  timeout client 1s
  timeout server 1s
listen web
  bind 127.0.0.1:{free}
  bind 127.0.0.1:{taken}
`,
  'broken.wire': `### alpha
listen 127.0.0.1:{free}
echo
delay soon
`,
  'taken.wire': `### alpha
listen 127.0.0.1:{free}
echo

### beta
listen 127.0.0.1:{taken}
echo
`,
  'tls.wire': `### alpha
listen 127.0.0.1:{free}
echo
tls
  cert none.pem
  key none.pem
`,
};

const missing = (file: string) =>
  `wirebench: {folder}/${file} cannot be read: no such file or directory. Check the path and its permissions.\n`;
const taken =
  'wirebench: 127.0.0.1:{taken} is in use by {process} (pid {pid}). Stop that program, or choose another address.\n';

export const refusedCommands: readonly RefusedCommand[] = [
  {
    name: 'run a haproxy.cfg that is not there',
    args: ['run', '{folder}/none.cfg'],
    says: missing('none.cfg'),
    exitCode: 1,
  },
  {
    name: 'check a haproxy.cfg that is not there',
    args: ['check', '{folder}/none.cfg'],
    says: missing('none.cfg'),
    exitCode: 1,
  },
  {
    name: 'run a .wire file that is not there',
    args: ['run', '{folder}/none.wire'],
    says: missing('none.wire'),
    exitCode: 1,
  },
  {
    name: 'serve TLS with a certificate that is not there',
    args: ['serve', 'echo', '{free}', '--cert', '{folder}/none.pem', '--key', '{folder}/none.pem'],
    says: missing('none.pem'),
    exitCode: 1,
  },
  ...[
    ['serve', 'echo', '{free}'],
    ['send', '{taken}', 'x'],
  ].map(
    (command) =>
      ({
        name: `${command[0]} over TLS with a certificate and no key`,
        args: [...command, '--cert', '{folder}/broken.cfg'],
        says: 'wirebench: --cert and --key belong together: give both.\n',
        exitCode: 2,
      }) as const,
  ),
  {
    name: 'send over TLS, which one of its options asks for, to a server without',
    args: ['send', '{taken}', 'x', '--insecure'],
    says: 'wirebench: 127.0.0.1:{taken} did not answer in TLS (wrong version number). Switch TLS off if the server speaks plain TCP.\n',
    exitCode: 1,
  },
  {
    name: 'run a .wire file whose certificate is not there',
    args: ['run', '{folder}/tls.wire'],
    says: missing('none.pem'),
    exitCode: 1,
  },
  {
    name: 'send a file that is not there',
    args: ['send', '{free}', '--file', '{folder}/none.bin'],
    says: missing('none.bin'),
    exitCode: 1,
  },
  ...['run', 'check'].map(
    (command) =>
      ({
        name: `${command} a haproxy.cfg that is broken`,
        args: [command, '{folder}/broken.cfg'],
        says: 'wirebench: {folder}/broken.cfg:7:11: error: “balance” takes one of roundrobin, leastconn, static-rr, first, source, random, rdp-cookie, hash, log-hash, sticky, uri, url_param, hdr, not “fairly”.\n',
        exitCode: 2,
      }) as const,
  ),
  {
    name: 'run a .wire file that is broken',
    args: ['run', '{folder}/broken.wire', 'alpha'],
    says:
      'wirebench: {folder}/broken.wire:4:7: error: “soon” is not a time. Write a number with ms, s, m or h, up to 24h, such as 50ms.\n' +
      'wirebench: the block “alpha” of {folder}/broken.wire has errors\n',
    exitCode: 2,
  },
  {
    name: 'serve on a port that is taken',
    args: ['serve', 'echo', '127.0.0.1:{taken}'],
    says: taken,
    exitCode: 1,
  },
  {
    name: 'run a haproxy.cfg one of whose ports is taken',
    args: ['run', '{folder}/taken.cfg'],
    says: taken,
    exitCode: 1,
  },
  {
    name: 'run a .wire file one of whose ports is taken',
    args: ['run', '{folder}/taken.wire'],
    says: taken,
    exitCode: 1,
  },
];
