import type { Address } from '../net/address';
import type { Framing } from '../bytes/framing';
import type { Event } from '../util/event';
import type { Message } from '../util/message';
import type { NodeSnapshot } from './node';
import type { Sessions } from './session';

/** A TCP server that we run. */
export interface ServerSpec {
  /** Unique among the nodes of an engine; a second start with the id of a running node is refused. */
  readonly id: string;
  readonly name: string;
  readonly address: Address;
  readonly behaviour: Behaviour;
  /** Milliseconds before each answer; default 0. */
  readonly delayMs?: number;
  readonly tls?: ServerTls;
}

/** PEM texts, or a certificate that the engine makes for localhost and the address it listens on. */
export type ServerTls =
  { readonly certificate: 'self-signed' } | { readonly cert: string; readonly key: string };

/**
 * What a server does with its connections.
 * echo: RFC 862; discard: RFC 863; chargen: RFC 864; daytime: RFC 867 (answers and closes).
 */
export type Behaviour =
  | { readonly kind: 'echo' }
  | { readonly kind: 'discard' }
  | { readonly kind: 'chargen' }
  | { readonly kind: 'daytime' }
  | ReplyBehaviour
  | HttpBehaviour;

/** Sends a greeting, then an answer to every message. */
export interface ReplyBehaviour {
  readonly kind: 'reply';
  /** Sent when a client connects, before it says anything. */
  readonly greeting?: Template;
  /** Sent for every message that arrives. */
  readonly answer?: Template;
  /** What a message is; without it each chunk is one, since TCP has none. */
  readonly framing?: Framing;
  /** Half-close after the first answer (or after the greeting when there is no answer); default false. */
  readonly closeAfterReply?: boolean;
}

/** Answers HTTP/1.x requests, keep-alive unless the client wants otherwise. */
export interface HttpBehaviour {
  readonly kind: 'http';
  /** 100–999; default 200. */
  readonly status?: number;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** Default: a line that names the node. */
  readonly body?: Template;
}

/**
 * Bytes with places for values: `{request}` (the message as it came), `{counter}` (answers of this node so far, from
 * 1), `{time}` (ISO 8601), `{node}`, `{peer}`. `{{` is a brace. Compiled from text by core/bytes/template.ts.
 */
export type Template = readonly (Uint8Array | TemplateValue)[];
export type TemplateValue = 'request' | 'counter' | 'time' | 'node' | 'peer';

/** The TCP servers of an engine. */
export interface Servers extends Sessions {
  /** Sent when nodes changed, at most a few times a second; only the changed ones. */
  readonly onDidChange: Event<ServersChange>;
  /** @throws Failure when the address cannot be bound, the TLS material is no good, or the id is running already */
  start(spec: ServerSpec): Promise<NodeSnapshot>;
  /** Closes the listener, lets sessions end for `graceMs` (default 0), then resets them. A stopped one is passed over. */
  stop(request: { readonly id: string; readonly graceMs?: number }): Promise<void>;
  list(): Promise<readonly NodeSnapshot[]>;
  /** Why `start` could not listen on this address now, with who has it where that is known; nothing when it could. */
  tryAddress(request: { readonly address: Address }): Promise<Message | undefined>;
  /** Writes to one client, or to all of a node; returns how many clients got it. */
  send(request: {
    readonly to: { readonly session: string } | { readonly node: string };
    readonly bytes: Uint8Array;
  }): Promise<number>;
  /** Ends our half of a session's connection (FIN); the client may still send. */
  finish(request: { readonly session: string }): Promise<void>;
}

export interface ServersChange {
  readonly nodes: readonly NodeSnapshot[];
  /** Nodes that are gone. */
  readonly removed: readonly string[];
  /** Nodes whose sessions are no longer what they were: which there are, or what was counted of them. */
  readonly sessionsOf: readonly string[];
}
