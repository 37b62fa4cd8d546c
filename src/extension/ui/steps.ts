import * as vscode from 'vscode';
import { DisposableStore } from '../../core/util/disposable';

/** The user went back to the step before. */
export const back = Symbol('back');

/** A value, `back`, or nothing when the user gave up. */
export type Answer<T> = Promise<T | typeof back | undefined>;

export interface StepOptions {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
  readonly placeholder?: string;
}

/** One step that picks from a list; the first step has no way back. */
export function pickStep<T extends vscode.QuickPickItem>(
  options: StepOptions,
  items: readonly T[],
): Answer<T> {
  const pick = vscode.window.createQuickPick<T>();
  Object.assign(pick, options);
  pick.items = items;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  return ask(pick, options.step, () => Promise.resolve(pick.selectedItems[0]));
}

export interface InputOptions extends StepOptions {
  readonly value: string;
  readonly prompt: string;
  /** Why the text will not do, at once. */
  readonly validate: (text: string) => string | undefined;
  /** What takes a moment to find out, asked when the user pauses and again when they accept. */
  readonly validateLater?: (text: string) => Promise<string | undefined>;
  /** A gear that accepts the text, too, and says that there is more to set. */
  readonly more?: { readonly tooltip: string; readonly chosen: () => void };
}

/** Pause in typing after which the slow validation runs, milliseconds. */
const PAUSE = 150;

/** One step that asks for a text, validated while it is typed. */
export function inputStep(options: InputOptions): Answer<string> {
  const input = vscode.window.createInputBox();
  const { title, step, totalSteps, placeholder, value, prompt } = options;
  Object.assign(input, { title, step, totalSteps, placeholder, value, prompt });
  let pause: ReturnType<typeof setTimeout> | undefined;
  const validate = async () => {
    const text = input.value;
    const problem = options.validate(text) ?? (await options.validateLater?.(text));
    if (text === input.value) input.validationMessage = problem;
    return problem;
  };
  input.onDidChangeValue((text) => {
    input.validationMessage = options.validate(text);
    clearTimeout(pause);
    if (input.validationMessage === undefined) pause = setTimeout(() => void validate(), PAUSE);
  });
  const accept = async () => {
    clearTimeout(pause);
    const accepted = input.value;
    input.busy = true;
    const problem = await validate();
    input.busy = false;
    return problem === undefined && accepted === input.value ? accepted : undefined;
  };
  return ask(input, step, accept, options.more);
}

/** What a quick pick and an input box have in common. */
type StepBox = Pick<
  vscode.InputBox,
  'buttons' | 'ignoreFocusOut' | 'onDidTriggerButton' | 'onDidHide' | 'onDidAccept' | 'show' | 'dispose'
>;

/** Shows it until it is accepted with a value, hidden, or left by the back button. */
function ask<T>(
  box: StepBox,
  step: number,
  accepted: () => Promise<T | undefined>,
  more?: InputOptions['more'],
): Answer<T> {
  const store = new DisposableStore();
  store.add(box);
  box.ignoreFocusOut = true;
  const gear = more && { iconPath: new vscode.ThemeIcon('settings-gear'), tooltip: more.tooltip };
  box.buttons = [...(step > 1 ? [vscode.QuickInputButtons.Back] : []), ...(gear ? [gear] : [])];
  return new Promise<T | typeof back | undefined>((resolve) => {
    box.onDidTriggerButton(async (button) => {
      if (button !== gear) return resolve(back);
      const value = await accepted();
      if (value === undefined) return;
      more?.chosen();
      resolve(value);
    });
    box.onDidHide(() => {
      resolve(undefined);
    });
    box.onDidAccept(async () => {
      const value = await accepted();
      if (value !== undefined) resolve(value);
    });
    box.show();
  }).finally(() => {
    store.dispose();
  });
}
