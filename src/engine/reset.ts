import type { Socket } from 'node:net';

/**
 * Closes a connection with RST, at once, whatever still waits to be written; where there can be none, it just closes.
 * @param carrier what was written to, where that is TLS over the socket
 */
export function reset(socket: Socket, carrier: Socket = socket): void {
  if (!socket.destroyed && canReset(socket, carrier)) socket.resetAndDestroy();
  socket.destroy();
  carrier.destroy();
}

/**
 * A UNIX socket has no RST, and one that is connecting no peer to send it to. While a FIN is on its way, the system
 * refuses to reset, and Node would keep the handle for ever.
 */
function canReset(socket: Socket, carrier: Socket): boolean {
  const sendsFin = carrier.writableEnded && !carrier.writableFinished && carrier.writableLength === 0;
  return !socket.connecting && !sendsFin && socket.remoteAddress !== undefined;
}
