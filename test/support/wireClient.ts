import { once } from 'node:events';
import * as net from 'node:net';
import { until } from './until';

/** How the other side ended a connection: nothing while it has not. */
export type Ending = 'fin' | 'rst';

/** A client of plain Node for tests: what it got, and how and when its peer ended the connection. */
export class WireClient {
  readonly socket: net.Socket;
  /** Milliseconds from the connect to the peer's FIN or RST. */
  endedAfter: number | undefined;
  ending: Ending | undefined;
  private readonly chunks: Buffer[] = [];
  private readonly startedAt = performance.now();

  private constructor(target: net.NetConnectOpts) {
    this.socket = net.connect({ ...target, allowHalfOpen: true });
    this.socket.on('data', (chunk: Buffer) => this.chunks.push(chunk));
    this.socket.on('end', () => {
      this.end('fin');
    });
    this.socket.on('error', () => {
      this.end('rst');
    });
  }

  static async connect(port: number, host = '127.0.0.1'): Promise<WireClient> {
    const client = new WireClient({ host, port });
    await once(client.socket, 'connect');
    return client;
  }

  /** Connects, sends and half-closes, and returns everything that came until the peer's FIN. */
  static async ask(port: number, text = '?'): Promise<string> {
    const client = await WireClient.connect(port);
    client.socket.end(text);
    await client.ended();
    client.socket.destroy();
    return client.text;
  }

  static connectMany(port: number, count: number): Promise<readonly WireClient[]> {
    return Promise.all(Array.from({ length: count }, () => WireClient.connect(port)));
  }

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }

  get text(): string {
    return this.bytes.toString();
  }

  /** Waits for the peer's FIN or RST. */
  async ended(): Promise<Ending> {
    return until('the connection ends', () => this.ending);
  }

  /** Waits until this is all that came. */
  async got(text: string): Promise<void> {
    await until(`“${text}”, not “${this.text}”`, () => this.text === text);
  }

  private end(how: Ending): void {
    this.ending ??= how;
    this.endedAfter ??= performance.now() - this.startedAt;
  }
}
