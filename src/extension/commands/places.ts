import * as vscode from 'vscode';
import type { Range } from '../../core/text/range';
import type { Row } from '../model/rows/row';
import type { Workbench } from '../model/workbench';
import { rangeOf } from '../ui/convert';

/** Where something stands in a file. */
export interface Place {
  readonly uri: string;
  readonly range?: Range;
}

/** Where a file says what a row shows; nothing for what was started by hand. */
export function placeOf({ servers, balancers }: Workbench, row: Row): Place | undefined {
  if (row.kind === 'wireFile') return { uri: row.uri };
  if (row.kind === 'server') {
    const origin = servers.get(row.id)?.origin;
    return origin?.kind === 'file' ? origin : undefined;
  }
  if (!('balancer' in row)) return undefined;
  const balancer = balancers.get(row.balancer);
  const uri = row.balancer;
  if (row.kind === 'frontend') return { uri, range: balancer?.rangeOf('frontends', row.name) };
  if (row.kind === 'backend') return { uri, range: balancer?.rangeOf('backends', row.name) };
  if (row.kind === 'member')
    return { uri, range: balancer?.rangeOf('backends', row.ref.backend, row.ref.server) };
  return { uri };
}

export async function showPlace({ uri, range }: Place): Promise<void> {
  const selection = range && rangeOf(range);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri, true), { selection });
}
