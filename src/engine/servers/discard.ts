import type { Converse } from './conversation';

/** Reads everything and says nothing (RFC 863). */
export function discard(): Converse {
  return (client) => ({
    received: () => undefined,
    ended: () => {
      client.finish();
    },
  });
}
