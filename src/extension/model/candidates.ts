import type { BackendsOutline } from './rows/backendsOutline';
import type { NodesOutline } from './rows/nodesOutline';
import type { BackendsRow, NodesRow, Page, Row } from './rows/row';
import type { RowView } from './rows/rowView';

/** Something that a command could act on, as a quick pick shows it. */
export interface Candidate {
  readonly row: Row;
  readonly view: RowView;
}

/** All rows of an outline, parents before their children. */
export function allRows(nodes: NodesOutline, backends: BackendsOutline): readonly Candidate[] {
  return [...flatten<NodesRow>(nodes), ...flatten<BackendsRow>(backends)];
}

interface Walkable<R> {
  page(parent: R | undefined, limit: number): Page<R>;
  view(row: R): RowView | undefined;
}

function flatten<R extends Row>(outline: Walkable<R>, parent?: R): Candidate[] {
  return outline.page(parent, Infinity).rows.flatMap((row) => {
    const view = outline.view(row);
    return view ? [{ row, view }, ...flatten(outline, row)] : [];
  });
}

/** Whether its context has one of the words. */
export function isAny({ view }: Candidate, ...words: readonly string[]): boolean {
  return words.some((word) => view.context.includes(word));
}
