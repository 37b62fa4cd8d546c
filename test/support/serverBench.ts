import * as net from 'node:net';
import type { NodeSnapshot } from '../../src/core/api/node';
import type { Behaviour, ServerSpec } from '../../src/core/api/server';
import type { SessionSnapshot } from '../../src/core/api/session';
import { compileTemplate } from '../../src/core/bytes/template';
import type { Tap } from '../../src/core/capture/tap';
import { LOOPBACK, type Address } from '../../src/core/net/address';
import { format } from '../../src/core/util/message';
import { TcpServers } from '../../src/engine/servers/tcpServers';
import { ProbeRegistry } from '../../src/engine/sessions/probeRegistry';
import { sessionIds } from '../../src/engine/sessions/sessionBook';
import { systemClock } from '../../src/engine/systemClock';

export const anyPort: Address = { kind: 'tcp', host: LOOPBACK, port: 0 };

/** What a session's tap was told. */
export class RecordedTap {
  private readonly chunks: { readonly direction: 'received' | 'sent'; readonly bytes: Buffer }[] = [];
  readonly notes: string[] = [];
  ended = false;

  readonly tap: Tap = {
    received: (bytes) => void this.chunks.push({ direction: 'received', bytes: Buffer.from(bytes) }),
    sent: (bytes) => void this.chunks.push({ direction: 'sent', bytes: Buffer.from(bytes) }),
    note: (message) => void this.notes.push(format(message)),
    begin: (message) => void this.notes.push(format(message)),
    end: () => void (this.ended = true),
  };

  text(direction: 'received' | 'sent'): string {
    const chunks = this.chunks.filter((chunk) => chunk.direction === direction);
    return Buffer.concat(chunks.map(({ bytes }) => bytes)).toString();
  }
}

/** Real servers on free ports, and what became of their sessions. */
export class ServerBench {
  readonly probes = new ProbeRegistry();
  readonly taps = new Map<string, RecordedTap>();
  readonly servers = new TcpServers({
    clock: systemClock,
    nextSessionId: sessionIds(),
    probes: this.probes,
    tapFor: (session) => {
      if (!this.recording) return undefined;
      const recorded = new RecordedTap();
      this.taps.set(session, recorded);
      return recorded.tap;
    },
  });

  constructor(private readonly recording = true) {}

  async start(behaviour: Behaviour, more: Partial<ServerSpec> = {}): Promise<NodeSnapshot> {
    return this.servers.start({ id: 'alpha', name: 'alpha', address: anyPort, behaviour, ...more });
  }

  /** Starts a server and returns its port. */
  async port(behaviour: Behaviour, more: Partial<ServerSpec> = {}): Promise<number> {
    return portOf(await this.start(behaviour, more));
  }

  async sessions(): Promise<readonly SessionSnapshot[]> {
    return (await this.servers.sessions({ includeChecks: true, limit: 1000 })).rows;
  }

  async node(id = 'alpha'): Promise<NodeSnapshot> {
    const node = (await this.servers.list()).find((one) => one.id === id);
    if (!node) throw new Error(`no node ${id}`);
    return node;
  }

  async close(): Promise<void> {
    await this.servers.stopAll();
    this.servers.dispose();
  }
}

export function portOf({ addresses: [address] }: NodeSnapshot): number {
  if (address?.kind !== 'tcp') throw new Error('not a TCP address');
  return address.port;
}

export function reply(
  texts: { greeting?: string; answer?: string },
  more: Partial<Extract<Behaviour, { kind: 'reply' }>> = {},
): Behaviour {
  const greeting = texts.greeting === undefined ? undefined : compileTemplate(texts.greeting);
  const answer = texts.answer === undefined ? undefined : compileTemplate(texts.answer);
  return { kind: 'reply', greeting, answer, ...more };
}

/** A plain client that keeps what it gets. */
export class TestClient {
  private readonly chunks: Buffer[] = [];
  readonly socket: net.Socket;
  ended = false;
  closed = false;
  error: NodeJS.ErrnoException | undefined;

  constructor(target: net.NetConnectOpts | net.Socket) {
    this.socket =
      target instanceof net.Socket ? target : net.connect({ allowHalfOpen: true, noDelay: true, ...target });
    this.socket.on('data', (chunk: Buffer) => this.chunks.push(chunk));
    this.socket.on('end', () => (this.ended = true));
    this.socket.on('close', () => (this.closed = true));
    this.socket.on('error', (error) => (this.error = error));
  }

  static to(port: number, host: string = LOOPBACK): TestClient {
    return new TestClient({ port, host });
  }

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }

  get text(): string {
    return this.bytes.toString();
  }
}

/** Sends `input`, half-closes, and returns all that comes back. */
export async function exchange(target: net.NetConnectOpts, input: string | Buffer): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const socket = net.connect({ allowHalfOpen: true, ...target });
  socket.end(input);
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
