import * as vscode from 'vscode';
import { messageOf } from '../../core/util/message';
import type { Say } from '../model/text';

/** Texts in the language of the editor. */
export const say: Say = (text) =>
  typeof text === 'string' ? text : vscode.l10n.t(text.template, { ...text.args });

/** What went wrong, in the language of the editor. */
export function sayError(error: unknown): string {
  return say(messageOf(error));
}

/** A wall time as people read it here. */
export function clockTime(at: number): string {
  return new Date(at).toLocaleTimeString(vscode.env.language, { hour12: false });
}
