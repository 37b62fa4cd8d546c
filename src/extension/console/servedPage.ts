import type { ConsolePage } from '../../core/console/page';
import { consolePage } from '../../core/console/page';
import { Channel, rpcMessages } from '../../core/rpc/channel';
import type { Transport } from '../../core/rpc/transport';
import type { Clock } from '../../core/util/clock';
import type { Disposable } from '../../core/util/disposable';
import { Failure, messageOf } from '../../core/util/message';
import type { Say } from '../model/text';

type Methods = Omit<ConsolePage, 'onDidChange'>;

/** Serves a console to a page; what fails is told in the user's language. Dispose to end the calls under way. */
export function servePage(page: ConsolePage, transport: Transport, clock: Clock, say: Say): Disposable {
  const channel = new Channel(transport, clock);
  channel.serve<ConsolePage>(
    consolePage.name,
    translated(page, say),
    consolePage.methods,
    consolePage.events,
  );
  return channel;
}

function translated(page: ConsolePage, say: Say): ConsolePage {
  const methods = consolePage.methods.map((name) => {
    const method = page[name].bind(page) as (...args: unknown[]) => Promise<unknown>;
    return [
      name,
      (...args: unknown[]) => method(...args).catch((error: unknown) => rethrow(error, say)),
    ] as const;
  });
  return { ...(Object.fromEntries(methods) as unknown as Methods), onDidChange: page.onDidChange };
}

function rethrow(error: unknown, say: Say): never {
  const message = messageOf(error);
  if (message.code === rpcMessages.cancelled().code) throw error;
  throw new Failure({ code: message.code, template: '{text}', args: { text: say(message) } });
}
