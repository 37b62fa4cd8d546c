import * as http from 'node:http';
import { Duplex } from 'node:stream';
import type { HttpBehaviour, Template } from '../../core/api/server';
import { concatBytes } from '../../core/bytes/concat';
import { encodeUtf8 } from '../../core/bytes/utf8';
import { renderTemplate } from '../../core/bytes/template';
import { Failure } from '../../core/util/message';
import type { Client, Conversation, Converse, Host } from './conversation';
import { serverMessages } from './serverMessages';

/** Pipelined requests of one client that may wait for their answers before it is no longer read from. */
const MAX_WAITING = 64;
/** Bytes of a body that `{request}` can show. */
const MAX_BODY = 1024 * 1024;

const defaultBody: Template = ['node', encodeUtf8('\n')];

/**
 * Answers every request the same way. Node's HTTP server does the talking, on a stream over the client.
 * @throws Failure when a header or the status cannot be sent
 */
export function httpServer(behaviour: HttpBehaviour, host: Host): Converse {
  validate(behaviour);
  // Without httpAllowHalfOpen (a property that the types leave out) a half-close would cut off answers under way.
  const server = Object.assign(http.createServer(), { httpAllowHalfOpen: true });
  server.on('clientError', (_error, stream) => {
    stream.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
  });
  const conversations = new WeakMap<Duplex, HttpConversation>();
  server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
    conversations.get(request.socket)?.answer(request, response);
  });
  return (client) => {
    const conversation = new HttpConversation(client, host, behaviour);
    conversations.set(conversation.stream, conversation);
    server.emit('connection', conversation.stream);
    return conversation;
  };
}

function validate({ status, headers = [] }: HttpBehaviour): void {
  if (status !== undefined && !(Number.isInteger(status) && status >= 100 && status <= 999))
    throw new Failure(serverMessages.badStatus({ status }));
  for (const [name, value] of headers) {
    try {
      http.validateHeaderName(name);
      http.validateHeaderValue(name, value);
    } catch (cause) {
      const reason = (cause as Error).message;
      throw new Failure(serverMessages.badHeader({ header: `${name}: ${value}`, reason }), { cause });
    }
  }
}

class HttpConversation implements Conversation {
  /** The client as the stream that an HTTP server expects. */
  readonly stream: Duplex;
  private waiting = 0;
  private onDrained: (() => void) | undefined;

  constructor(
    private readonly client: Client,
    private readonly host: Host,
    private readonly behaviour: HttpBehaviour,
  ) {
    this.stream = new Duplex({
      read: () => {
        this.readOn();
      },
      write: (bytes: Buffer, _encoding, taken) => {
        if (client.write(bytes)) taken();
        else this.onDrained = taken;
      },
      final: (done) => {
        client.finish();
        done();
      },
    });
    this.stream.on('error', () => undefined);
    // The HTTP server gives a connection up by closing its stream, without ending it first. What the client still sends
    // is read, since it would not be seen to leave otherwise.
    this.stream.once('close', () => {
      client.finish();
      client.resume();
    });
  }

  received(bytes: Uint8Array): void {
    if (this.stream.destroyed) return;
    if (!this.stream.push(bytes) || this.waiting >= MAX_WAITING) this.client.pause();
  }

  ended(): void {
    this.stream.push(null);
  }

  drained(): void {
    const taken = this.onDrained;
    this.onDrained = undefined;
    taken?.();
  }

  closed(): void {
    this.stream.destroy();
  }

  answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    this.waiting++;
    response.once('close', () => {
      this.waiting--;
      this.readOn();
    });
    this.readBody(request, (body) => {
      const timer = this.host.clock.after(this.host.delayMs, () => {
        this.respond(response, body);
      });
      response.once('close', () => {
        timer.dispose();
      });
    });
  }

  private readOn(): void {
    if (this.waiting < MAX_WAITING) this.client.resume();
  }

  /** Reads the body to its end, keeping it only when the answer shows it; `undefined` when that is too long. */
  private readBody(request: http.IncomingMessage, done: (body: Uint8Array | undefined) => void): void {
    const kept: Uint8Array[] = [];
    let size = 0;
    request.on('data', (chunk: Uint8Array) => {
      if (!this.template.includes('request')) return;
      size += chunk.length;
      if (size <= MAX_BODY) kept.push(chunk);
    });
    request.once('end', () => {
      done(size <= MAX_BODY ? concatBytes(kept) : undefined);
    });
  }

  private get template(): Template {
    return this.behaviour.body ?? defaultBody;
  }

  private respond(response: http.ServerResponse, request: Uint8Array | undefined): void {
    if (!request) {
      response.writeHead(413).end(`{request} shows at most ${MAX_BODY} bytes.\n`);
      return;
    }
    const { host, client, behaviour } = this;
    const body = renderTemplate(this.template, {
      request,
      counter: ++host.answers,
      time: host.clock.wallTime(),
      node: host.name,
      peer: client.peer,
    });
    response.writeHead(behaviour.status ?? 200, headersFor(behaviour, body.length).flat());
    response.end(body);
  }
}

/** The headers that were asked for, and those that an answer needs. */
function headersFor({ headers = [] }: HttpBehaviour, length: number): [name: string, value: string][] {
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  const needed: [string, string][] = [
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['Content-Length', String(length)],
  ];
  const framed = given.has('transfer-encoding') ? ['content-length'] : [];
  return [
    ...headers.map(([name, value]): [string, string] => [name, value]),
    ...needed.filter(([name]) => !given.has(name.toLowerCase()) && !framed.includes(name.toLowerCase())),
  ];
}
