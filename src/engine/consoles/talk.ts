import type { Socket } from 'node:net';
import type { Tap } from '../../core/capture/tap';
import { Failure } from '../../core/util/message';
import { consoleMessages } from './consoleMessages';
import { reasonOf } from './dial';

/** Bytes handed over at a time: the transcript says of each when the system took it. */
const PIECE_BYTES = 64 * 1024;

/**
 * Writes bytes and records them as the system takes them: a peer that does not read holds this up.
 * @throws Failure that says how far it came
 */
export async function writeAll(
  socket: Socket,
  bytes: Uint8Array,
  tap: Tap,
  signal?: AbortSignal,
): Promise<number> {
  let sent = 0;
  while (sent < bytes.length && !signal?.aborted) {
    const piece = bytes.subarray(sent, sent + PIECE_BYTES);
    const error = await write(socket, piece);
    if (error) {
      throw new Failure(consoleMessages.sendFailed({ sent, total: bytes.length, reason: reasonOf(error) }));
    }
    tap.sent(piece);
    sent += piece.length;
  }
  return sent;
}

function write(socket: Socket, piece: Uint8Array): Promise<Error | undefined> {
  return new Promise((resolve) => {
    socket.write(piece, (error) => {
      resolve(error ?? undefined);
    });
  });
}
