import * as vscode from 'vscode';
import type { Diagnostic } from '../../core/text/diagnostic';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { Emitter } from '../../core/util/event';
import type { Workbench } from '../model/workbench';
import { readBalancerFile, readWireFile } from './languages';
import { TextFiles } from './textFiles';

/** A file that was read again; nothing of it is left when it is gone. */
export interface ParsedFile {
  readonly uri: string;
  readonly diagnostics: readonly Diagnostic[];
}

export const HAPROXY_GLOB = '**/{haproxy*.cfg,*.haproxy.cfg}';

/** Reads the haproxy.cfg and `.wire` files into the model, and tells what is wrong with them. */
export class ParsedFiles implements Disposable {
  private readonly store = new DisposableStore();
  private readonly parsed = new Emitter<ParsedFile>();
  readonly onDidParse = this.parsed.event;
  private readonly haproxy: TextFiles;
  private readonly wire: TextFiles;

  constructor(private readonly workbench: Workbench) {
    this.haproxy = this.store.add(
      new TextFiles({
        languageId: 'haproxy',
        glob: HAPROXY_GLOB,
        onText: (uri, text) => {
          this.takeBalancer(uri, text);
        },
      }),
    );
    this.wire = this.store.add(
      new TextFiles({
        languageId: 'wire',
        glob: '**/*.wire',
        onText: (uri, text) => {
          this.takeServers(uri, text);
        },
      }),
    );
  }

  /** Resolves when the files that were there at the start are in the model. */
  get ready(): Promise<unknown> {
    return Promise.all([this.haproxy.ready, this.wire.ready]);
  }

  /** Takes a haproxy.cfg in that may lie outside of the workspace. Returns its id in the model. */
  async addBalancer(uri: vscode.Uri): Promise<string> {
    await this.haproxy.read(uri);
    return uri.toString();
  }

  /** Takes in now what a `.wire` file holds. */
  addServers(uri: vscode.Uri): Promise<void> {
    return this.wire.read(uri);
  }

  dispose(): void {
    this.store.dispose();
  }

  private takeBalancer(uri: vscode.Uri, text: string | undefined): void {
    const id = uri.toString();
    const file = text === undefined ? undefined : readBalancerFile(text, uri);
    const errors = file?.diagnostics.filter(({ severity }) => severity === 'error').length ?? 0;
    const name = vscode.workspace.asRelativePath(uri);
    this.workbench.balancers.setFile(id, file && { name, spec: file.spec, errors });
    this.parsed.fire({ uri: id, diagnostics: file?.diagnostics ?? [] });
  }

  private takeServers(uri: vscode.Uri, text: string | undefined): void {
    const file = text === undefined ? undefined : readWireFile(text, uri);
    this.workbench.servers.setFile(uri.toString(), file?.servers ?? []);
    this.parsed.fire({ uri: uri.toString(), diagnostics: file?.diagnostics ?? [] });
  }
}
