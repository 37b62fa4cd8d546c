import { consolePage, type ConsolePage, type PageState } from '../../src/core/console/page';
import { Channel } from '../../src/core/rpc/channel';
import type { Transport } from '../../src/core/rpc/transport';
import type { Clock } from '../../src/core/util/clock';
import { disposable } from '../../src/core/util/disposable';
import { Emitter } from '../../src/core/util/event';
import type { Message } from '../../src/core/util/message';

/** What VS Code gives a page, once. */
declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const vscode = acquireVsCodeApi();

/** What the page put away with `saveState`, in this life or an earlier one. */
export function savedState(): unknown {
  return vscode.getState();
}

export function saveState(state: unknown): void {
  vscode.setState(state);
}

const clock: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return disposable(() => {
      clearTimeout(timer);
    });
  },
};

const transport: Transport = {
  post(message) {
    vscode.postMessage(message);
  },
  onMessage(listener) {
    const receive = ({ data }: MessageEvent<unknown>) => {
      listener(data);
    };
    window.addEventListener('message', receive);
    return disposable(() => {
      window.removeEventListener('message', receive);
    });
  },
  onClose: new Emitter<Message>().event,
};

/** The extension always answers, or this page is gone; people may take their time with a dialog. */
const TIMEOUT_MS = 2 ** 31 - 1;

/** The extension's side of the console. */
export function connectHost(onState: (state: PageState) => void): ConsolePage {
  vscode.postMessage(consolePage.greeting);
  const channel = new Channel(transport, clock, TIMEOUT_MS);
  const host = channel.remote<ConsolePage>(consolePage.name, consolePage.methods, consolePage.events);
  host.onDidChange(onState);
  return host;
}
