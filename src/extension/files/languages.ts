import * as vscode from 'vscode';
import type { BalancerSpec } from '../../core/api/balancer';
import type { ServerSpec } from '../../core/api/server';
import { outlineOf, type OutlineItem } from '../../core/haproxy/outline';
import { parseHaproxyConfig } from '../../core/haproxy/parse';
import type { Diagnostic } from '../../core/text/diagnostic';
import { Failure, catalog, messageOf, format } from '../../core/util/message';
import { serverSpec } from '../../core/wire/lower';
import type { DeclaredTls, ServerBlock } from '../../core/wire/model';
import { parseWire } from '../../core/wire/parse';
import type { FileServer } from '../model/serverNodes';

export const fileMessages = catalog('file', {
  unreadable: '{path}, which the server “{name}” wants for its TLS, cannot be read: {reason}',
});

export interface ReadBalancerFile {
  /** Only when there is no error. */
  readonly spec?: BalancerSpec;
  readonly diagnostics: readonly Diagnostic[];
  readonly outline: readonly OutlineItem[];
}

export function readBalancerFile(text: string, uri: vscode.Uri): ReadBalancerFile {
  const parsed = parseHaproxyConfig(text, { fileName: uri.fsPath, env: process.env });
  return { spec: parsed.spec, diagnostics: parsed.diagnostics, outline: outlineOf(parsed) };
}

export interface ReadWireFile {
  readonly servers: readonly FileServer[];
  readonly diagnostics: readonly Diagnostic[];
}

export function readWireFile(text: string, uri: vscode.Uri): ReadWireFile {
  const { blocks, diagnostics } = parseWire(text);
  const servers = blocks.flatMap((block) => (block.kind === 'server' ? [fileServer(block, uri)] : []));
  return { servers, diagnostics };
}

/** Its PEM files are read when it starts, not while someone types their names. */
function fileServer({ name, nameRange, declaration }: ServerBlock, uri: vscode.Uri): FileServer {
  const id = `${uri.toString()}#${name}`;
  const { address, behaviour, delayMs, tls } = declaration;
  const spec = { id, name, address, behaviour, delayMs, tls: tls && withoutMaterial(tls) };
  if (tls?.kind !== 'files') return { spec, range: nameRange };
  const load = () => serverSpec(declaration, id, (path) => readBeside(uri, path, name));
  return { spec, range: nameRange, load };
}

function withoutMaterial({ kind }: DeclaredTls): ServerSpec['tls'] {
  return kind === 'selfSigned' ? { certificate: 'self-signed' } : { cert: '', key: '' };
}

async function readBeside(uri: vscode.Uri, path: string, name: string): Promise<string> {
  const isAbsolute = /^([\\/]|[A-Za-z]:)/.test(path);
  const target = isAbsolute ? uri.with({ path }) : vscode.Uri.joinPath(uri, '..', path);
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(target));
  } catch (error) {
    throw new Failure(fileMessages.unreadable({ path, name, reason: format(messageOf(error)) }));
  }
}
