import * as vscode from 'vscode';
import { allRows, type Candidate } from '../model/candidates';
import { memberName } from '../model/connectTarget';
import { BackendsOutline } from '../model/rows/backendsOutline';
import { NodesOutline } from '../model/rows/nodesOutline';
import type { Row } from '../model/rows/row';
import { joined } from '../model/text';
import type { Workbench } from '../model/workbench';
import { say } from '../ui/say';

export interface Question {
  readonly title: string;
  readonly wanted: (candidate: Candidate) => boolean;
  /** Rows of the trees whose selection counts. */
  readonly kinds: readonly Row['kind'][];
  /** Whether a selected row is one that the command can do something with; default: every one is. */
  readonly fits?: (row: Row) => boolean;
  /** Said when nothing is there to choose from. */
  readonly nothing: string;
}

/** Finds out what a command is to act on: its arguments, else the selection, else what the user picks. */
export class Targets {
  private readonly nodes: NodesOutline;
  private readonly backends: BackendsOutline;

  constructor(
    workbench: Workbench,
    private readonly selectionOf: (kinds: readonly Row['kind'][]) => readonly Row[],
  ) {
    const nameOf = (uri: string) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri, true));
    this.nodes = new NodesOutline(workbench, nameOf);
    this.backends = new BackendsOutline(workbench);
  }

  /** Nothing when the user picked nothing. */
  async rows(args: readonly unknown[], question: Question): Promise<readonly Row[]> {
    const given = rowsOf(args, question.kinds);
    if (given.length > 0) return given;
    const { kinds, fits = () => true } = question;
    const selected = this.selectionOf(kinds).filter(fits);
    return selected.length > 0 ? selected : this.pick(question);
  }

  private async pick({ title, wanted, nothing }: Question): Promise<readonly Row[]> {
    const candidates = allRows(this.nodes, this.backends).filter(wanted);
    if (candidates.length === 0) {
      void vscode.window.showInformationMessage(nothing);
      return [];
    }
    const placeHolder = vscode.l10n.t('Choose one or more');
    const picked = await vscode.window.showQuickPick(candidates.map(itemOf), {
      title,
      placeHolder,
      canPickMany: candidates.length > 1,
      matchOnDescription: true,
    });
    // With one candidate there is nothing to tick: the pick is that item alone.
    const items: readonly RowItem[] = picked === undefined ? [] : [picked].flat();
    return items.map(({ row }) => row);
  }

  /** Everything that is wanted, as items of a quick pick. */
  items(wanted: (candidate: Candidate) => boolean): readonly RowItem[] {
    return allRows(this.nodes, this.backends).filter(wanted).map(itemOf);
  }
}

export interface RowItem extends vscode.QuickPickItem {
  readonly row: Row;
}

/** A server of a backend goes by both names: there may be a node of its name. */
function itemOf({ row, view }: Candidate): RowItem {
  const name = row.kind === 'member' ? memberName(row.ref) : view.label;
  return { row, label: `$(${view.icon.id}) ${name}`, description: joined(view.description, say) };
}

/** The rows that VS Code hands to a command: the one clicked, and the selection when it is part of it. */
export function rowsOf(args: readonly unknown[], kinds: readonly Row['kind'][]): readonly Row[] {
  const [clicked, selected] = args;
  const rows = Array.isArray(selected) && selected.length > 0 ? (selected as unknown[]) : [clicked];
  return rows.filter((row): row is Row => isRow(row) && kinds.includes(row.kind));
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && 'kind' in value && 'key' in value;
}
