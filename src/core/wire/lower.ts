import type { ServerSpec, ServerTls } from '../api/server';
import type { DeclaredTls, ServerDeclaration } from './model';

/**
 * What the engine is to run for a declared server.
 * @param readText reads a file of the host, by its path as the declaration has it; what it throws is passed on
 */
export async function serverSpec(
  declaration: ServerDeclaration,
  id: string,
  readText: (path: string) => Promise<string>,
): Promise<ServerSpec> {
  const { name, address, behaviour, delayMs, tls } = declaration;
  return { id, name, address, behaviour, delayMs, tls: tls && (await serverTls(tls, readText)) };
}

async function serverTls(tls: DeclaredTls, readText: (path: string) => Promise<string>): Promise<ServerTls> {
  if (tls.kind === 'selfSigned') return { certificate: 'self-signed' };
  const [cert, key] = await Promise.all([readText(tls.cert), readText(tls.key)]);
  return { cert, key };
}
