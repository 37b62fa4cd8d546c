import type { ServerSpec } from '../api/server';
import { Failure } from '../util/message';
import type { DeclaredTls, ServerDeclaration } from './model';
import { parseWire } from './parse';
import { printServer } from './print';
import { wireMessages } from './wireMessages';

type CertificateFiles = Omit<Extract<DeclaredTls, { kind: 'files' }>, 'kind'>;

/**
 * The file with these servers at its end; nothing that is there is changed. A name that is taken, or that a heading
 * cannot have, becomes one that is near to it.
 */
export function appendServers(file: string, servers: readonly ServerDeclaration[]): string {
  const names = new Set(parseWire(file).blocks.map(({ name }) => name));
  return servers.reduce((text, server) => {
    const name = freeName(blockName(server.name), names);
    names.add(name);
    return `${text}${gapAfter(text)}${printServer({ ...server, name })}`;
  }, file);
}

/**
 * What a file says of a server that is known as the engine knows it.
 * @param files where its certificate and key are kept, when it was given some
 * @throws Failure when it was given some, and they are kept nowhere
 */
export function declarationOf(
  { name, address, behaviour, delayMs, tls }: ServerSpec,
  files?: CertificateFiles,
): ServerDeclaration {
  return { name, address, behaviour, delayMs, tls: tls && declaredTls(name, tls, files) };
}

function declaredTls(
  name: string,
  tls: NonNullable<ServerSpec['tls']>,
  files: CertificateFiles | undefined,
): DeclaredTls {
  if ('certificate' in tls) return { kind: 'selfSigned' };
  if (!files) throw new Failure(wireMessages.noCertificateFile({ name }));
  return { kind: 'files', ...files };
}

/** A name that a heading can have, as near to `name` as possible. */
export function blockName(name: string): string {
  const plain = name.replace(/[\s\x00-\x1f\x7f]+/g, ' ').trim();
  return plain.replace(/^#+\s*/, '') || 'server';
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) if (!taken.has(`${name} ${number}`)) return `${name} ${number}`;
}

function gapAfter(text: string): string {
  if (text.trim() === '') return '';
  return text.endsWith('\n') ? '\n' : '\n\n';
}
