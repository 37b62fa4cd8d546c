import { once } from 'node:events';
import * as net from 'node:net';
import type { TcpAddress } from '../../src/core/net/address';

/** A server of plain Node for tests: what it got, and its connections, to be played by hand. */
export class Peer {
  readonly sockets: net.Socket[] = [];
  private constructor(readonly server: net.Server) {}

  /** Listens on a free port of 127.0.0.1. @param onConnection what it does with each connection; default: nothing */
  static async listen(onConnection: (socket: net.Socket) => void = () => undefined): Promise<Peer> {
    const server = net.createServer({ allowHalfOpen: true });
    const peer = new Peer(server);
    server.on('connection', (socket) => {
      peer.sockets.push(socket);
      socket.on('error', () => undefined);
      onConnection(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return peer;
  }

  get address(): TcpAddress {
    return { kind: 'tcp', host: '127.0.0.1', port: (this.server.address() as net.AddressInfo).port };
  }

  get last(): net.Socket {
    return this.sockets.at(-1)!;
  }

  /** Stops listening and resets what is left. */
  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    if (!this.server.listening) return;
    this.server.close();
    await once(this.server, 'close');
  }
}
