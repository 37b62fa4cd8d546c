import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { Throttle } from '../ui/throttle';

export interface TextFilesOptions {
  readonly languageId: string;
  /** Which files of the workspace are of this kind, opened or not. */
  readonly glob: string;
  /** Called with what a file holds: in its editor, saved or not, otherwise on disk; nothing when it is gone. */
  readonly onText: (uri: vscode.Uri, text: string | undefined) => void;
}

/** Most files of one kind that are read from a workspace without being opened. */
const MAX_FILES = 200;
/** While someone types, milliseconds. */
const READ_INTERVAL = 200;

/** Follows all files of one kind: those of the workspace, and whatever is open in an editor. */
export class TextFiles implements Disposable {
  private readonly store = new DisposableStore();
  private readonly stale = new Set<string>();
  private readonly throttle = this.store.add(
    new Throttle(READ_INTERVAL, () => {
      this.readStale();
    }),
  );

  /** Resolves when the files that were there at the start have been read. */
  readonly ready: Promise<void>;

  constructor(private readonly options: TextFilesOptions) {
    this.watchDocuments();
    this.watchDisk();
    this.ready = this.readAll();
  }

  /** Reads a file now, wherever it is. */
  async read(uri: vscode.Uri): Promise<void> {
    this.options.onText(uri, documentOf(uri)?.getText() ?? (await textOnDisk(uri)));
  }

  dispose(): void {
    this.store.dispose();
  }

  private async readAll(): Promise<void> {
    const found = await vscode.workspace.findFiles(this.options.glob, '**/node_modules/**', MAX_FILES);
    const open = vscode.workspace.textDocuments.filter((document) => this.isOurs(document));
    const uris = new Map([...found, ...open.map(({ uri }) => uri)].map((uri) => [uri.toString(), uri]));
    await Promise.all([...uris.values()].map((uri) => this.read(uri)));
  }

  private watchDocuments(): void {
    const ours = (document: vscode.TextDocument) => {
      if (this.isOurs(document)) this.later(document.uri);
    };
    this.store.add(vscode.workspace.onDidOpenTextDocument(ours));
    this.store.add(vscode.workspace.onDidCloseTextDocument(ours));
    this.store.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        ours(document);
      }),
    );
  }

  private watchDisk(): void {
    const watcher = this.store.add(vscode.workspace.createFileSystemWatcher(this.options.glob));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
      this.store.add(
        event((uri) => {
          this.later(uri);
        }),
      );
  }

  /** Not the copies that source control and diffs show. */
  private isOurs({ languageId, uri }: vscode.TextDocument): boolean {
    const isFile = uri.scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true;
    return languageId === this.options.languageId && isFile;
  }

  private later(uri: vscode.Uri): void {
    this.stale.add(uri.toString());
    this.throttle.trigger();
  }

  private readStale(): void {
    const uris = [...this.stale];
    this.stale.clear();
    for (const uri of uris) void this.read(vscode.Uri.parse(uri, true));
  }
}

function documentOf(uri: vscode.Uri): vscode.TextDocument | undefined {
  const key = uri.toString();
  return vscode.workspace.textDocuments.find(
    (document) => !document.isClosed && document.uri.toString() === key,
  );
}

async function textOnDisk(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}
