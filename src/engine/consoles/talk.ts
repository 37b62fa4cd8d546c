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
    if (!(await write(socket, piece))) throw interrupted(socket, sent, bytes.length);
    tap.sent(piece);
    sent += piece.length;
  }
  return sent;
}

/** Whether the system took it. */
function write(socket: Socket, piece: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    socket.write(piece, (error) => {
      resolve(!error);
    });
  });
}

/** The socket knows why it ended; what a write is told then is only that there is none any more. */
function interrupted({ errored }: Socket, sent: number, total: number): Failure {
  if (errored) return new Failure(consoleMessages.sendFailed({ sent, total, reason: reasonOf(errored) }));
  return new Failure(consoleMessages.sendStopped({ sent, total }));
}
