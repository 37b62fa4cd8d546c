import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { Option, type Command } from 'commander';
import type { ClientTls } from '../../core/api/console';
import { parseEscapes } from '../../core/bytes/escapes';
import { parseHex } from '../../core/bytes/hex';
import type { Address } from '../../core/net/address';
import { dial } from '../../engine/consoles/dial';
import { format } from '../../core/util/message';
import { address, requireBoth, understood, wholeNumber } from '../arguments';
import { readBytes, readText } from '../composition';
import type { OutputOf } from '../output';
import { printUntilQuiet } from '../printUntilQuiet';

interface SendOptions {
  readonly hex?: boolean;
  readonly file?: string;
  readonly wait: number;
  readonly halfClose?: boolean;
  readonly tls?: boolean;
  readonly serverName?: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly insecure?: boolean;
}

export function addSend(program: Command, output: OutputOf): void {
  program
    .command('send')
    .description('send bytes and print what comes back, byte for byte')
    .argument('<address>', 'HOST:PORT, PORT (on 127.0.0.1), [IPv6]:PORT or unix@/path', address)
    .argument('[text...]', 'text with escapes (\\r \\n \\xHH …), joined by spaces; nothing else is added')
    .option('--hex', 'the text is hexadecimal')
    .option('--file <file>', 'send the bytes of a file; - or no text at all: standard input')
    .option('--wait <ms>', 'stop when nothing came for this long', wholeNumber(0), 1000)
    .option('--half-close', 'end our side after sending, keep reading')
    .option('--tls', 'over TLS')
    .addOption(tlsOption('--server-name <name>', 'the name asked for and verified (default: the host)'))
    .addOption(tlsOption('--ca <file>', 'trust this authority too (PEM)'))
    .addOption(tlsOption('--cert <file>', 'our certificate (PEM)'))
    .addOption(tlsOption('--key <file>', 'our key (PEM)'))
    .addOption(tlsOption('--insecure', 'go on with a certificate that is not trusted, and say so'))
    .action(async (to: Address, text: string[], options: SendOptions) => {
      const payload = await payloadOf(text, options);
      const { socket, tls } = await dial({ address: to, tls: await tlsOf(options) });
      if (tls?.problem) output({}).warn(`the peer's certificate is not trusted: ${format(tls.problem)}`);
      const printed = printUntilQuiet(socket, options.wait, output({}));
      if (!socket.write(payload)) await Promise.race([once(socket, 'drain'), printed]);
      if (options.halfClose) socket.end();
      await printed;
    });
}

/** Whoever gives one of these wants TLS: without it, what is to be kept secret would go in the clear. */
function tlsOption(flags: string, description: string): Option {
  return new Option(flags, `TLS: ${description}`).implies({ tls: true });
}

async function payloadOf(text: readonly string[], { file, hex }: SendOptions): Promise<Uint8Array> {
  if (file !== undefined && file !== '-') return readBytes(file);
  if (file === '-' || text.length === 0) return buffer(process.stdin);
  const joined = text.join(' ');
  return understood(() => (hex ? parseHex(joined) : parseEscapes(joined)));
}

async function tlsOf(options: SendOptions): Promise<ClientTls | undefined> {
  if (!options.tls) return undefined;
  requireBoth(options);
  const read = async (path: string | undefined) => (path === undefined ? undefined : await readText(path));
  return {
    serverName: options.serverName,
    ca: await read(options.ca),
    cert: await read(options.cert),
    key: await read(options.key),
    verify: !options.insecure,
  };
}
