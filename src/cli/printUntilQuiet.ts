import type { Socket } from 'node:net';
import type { Output } from './output';

/**
 * Prints what arrives until the peer closes, or nothing came for `quietMs` since the last bytes went either way. The
 * next bytes are read when the last ones are printed.
 * @throws what the socket failed with
 */
export function printUntilQuiet(socket: Socket, quietMs: number, output: Output): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (error?: Error) => {
      socket.destroy();
      if (error) reject(error);
      else resolve();
    };
    socket.setTimeout(quietMs, () => {
      // Node counts writing as activity too; what is not sent yet is no silence of the peer.
      if (socket.writableLength === 0) finish();
    });
    socket.on('data', (bytes) => {
      socket.pause();
      output.bytes(bytes).then(() => socket.resume(), finish);
    });
    socket.once('end', () => {
      finish();
    });
    socket.once('error', finish);
  });
}
