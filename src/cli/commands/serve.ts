import { Argument, type Command } from 'commander';
import type { Behaviour, ServerSpec, ServerTls } from '../../core/api/server';
import { compileTemplate, plainAnswer } from '../../core/bytes/template';
import type { Address } from '../../core/net/address';
import { address, header, requireBoth, understood, wholeNumber } from '../arguments';
import { openEngine, readText } from '../composition';
import type { OutputOf } from '../output';
import { runServers } from '../runServers';

interface ServeOptions {
  readonly name?: string;
  readonly delay?: number;
  readonly tls?: boolean;
  readonly cert?: string;
  readonly key?: string;
  readonly greeting?: string;
  readonly answer?: string;
  readonly line?: boolean;
  readonly close?: boolean;
  readonly status?: number;
  readonly header?: [string, string][];
  readonly body?: string;
}

const behaviours = ['echo', 'discard', 'chargen', 'daytime', 'reply', 'http'];

export function addServe(program: Command, output: OutputOf): void {
  program
    .command('serve')
    .description('run a TCP server until it is interrupted')
    .addArgument(new Argument('<behaviour>').choices(behaviours))
    .argument('<address>', 'HOST:PORT, PORT (on 127.0.0.1), [IPv6]:PORT or unix@/path', address)
    .option('--name <name>', 'what {node} stands for (default: the behaviour)')
    .option('--delay <ms>', 'wait before each answer', wholeNumber(0))
    .option('--tls', 'TLS with a certificate made for this run')
    .option('--cert <file>', 'TLS with this certificate (PEM)')
    .option('--key <file>', 'and its key (PEM)')
    .option('--greeting <text>', 'reply: sent to each client that connects')
    .option(
      '--answer <text>',
      `reply: sent for every message; {request} {counter} {time} {node} {peer} (default: ${plainAnswer})`,
    )
    .option('--line', 'reply: a message is a line; without it, whatever arrives at once')
    .option('--close', 'reply: close after the first answer')
    .option('--status <code>', 'http: status code', wholeNumber(100))
    .option('--header <name: value>', 'http: a header, repeatable', header)
    .option('--body <text>', 'http: the body')
    .option('--json', 'events as JSON lines')
    .action(async (kind: string, at: Address, options: ServeOptions & { json?: boolean }) => {
      const behaviour = understood(() => behaviourOf(kind, options));
      const tls = await tlsOf(options);
      const name = options.name ?? kind;
      const spec: ServerSpec = { id: name, name, address: at, behaviour, delayMs: options.delay, tls };
      await runServers(openEngine(), [spec], output(options));
    });
}

function behaviourOf(kind: string, options: ServeOptions): Behaviour {
  switch (kind) {
    case 'echo':
    case 'discard':
    case 'chargen':
    case 'daytime':
      return { kind };
    case 'reply':
      return {
        kind,
        greeting: template(options.greeting),
        answer: template(options.answer ?? (options.greeting === undefined ? plainAnswer : undefined)),
        framing: options.line ? { kind: 'line' } : undefined,
        closeAfterReply: options.close,
      };
    case 'http':
      return { kind, status: options.status, headers: options.header, body: template(options.body) };
    default:
      throw new Error(`“${kind}” is not a behaviour. Choose one of ${behaviours.join(', ')}.`);
  }
}

function template(text: string | undefined) {
  return text === undefined ? undefined : compileTemplate(text);
}

async function tlsOf({ tls, cert, key }: ServeOptions): Promise<ServerTls | undefined> {
  requireBoth({ cert, key });
  if (cert !== undefined && key !== undefined)
    return { cert: await readText(cert), key: await readText(key) };
  return tls ? { certificate: 'self-signed' } : undefined;
}
