import type { Address } from '../core/net/address';
import { messageOf, type Message } from '../core/util/message';
import { listen } from './listener';

/** Why an address cannot be listened on now; nothing when it can. Binds it for a moment, and turns away who comes then. */
export async function tryAddress(address: Address): Promise<Message | undefined> {
  try {
    const listener = await listen(address, { owner: '', onConnection: (socket) => socket.destroy() });
    await listener.close();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
