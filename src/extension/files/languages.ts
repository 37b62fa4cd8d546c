import type * as vscode from 'vscode';
import type { BalancerSpec } from '../../core/api/balancer';
import { outlineOf, type OutlineItem } from '../../core/haproxy/outline';
import { parseHaproxyConfig } from '../../core/haproxy/parse';
import type { Diagnostic } from '../../core/text/diagnostic';
import type { FileServer } from '../model/serverNodes';

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

export function readWireFile(_text: string, _uri: vscode.Uri): ReadWireFile {
  return { servers: [], diagnostics: [] };
}
