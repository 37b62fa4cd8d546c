import type { Address } from '../net/address';
import type { Event } from '../util/event';
import type { Message } from '../util/message';
import type { CallOptions } from './call';

/** Where a console connects to, and how. */
export interface ConnectSpec {
  readonly address: Address;
  readonly tls?: ClientTls;
  /** Connects again by itself after the peer ended the connection or could not be reached; default false. */
  readonly reconnect?: boolean;
  /** Milliseconds a connect may take; default 10,000. */
  readonly timeoutMs?: number;
}

/** TLS towards a server. Material is PEM text. */
export interface ClientTls {
  /** SNI and the name that the certificate must have; default: the host, when it is a name. */
  readonly serverName?: string;
  /** Authorities to trust besides the system's. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** Default true. When false, a failed verification is shown and the connection goes on. */
  readonly verify?: boolean;
}

export type ConsoleState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting'; readonly attempt: number }
  | {
      readonly kind: 'open';
      readonly local: string;
      readonly peer: string;
      /** Wall time. */
      readonly since: number;
      readonly tls?: PeerTls;
      /** Half-closed by us: nothing more can be sent on this connection. */
      readonly finished: boolean;
      /** Half-closed by the peer: nothing more will come. */
      readonly peerFinished: boolean;
    }
  /** Waits for the next attempt. */
  | { readonly kind: 'waiting'; readonly reason: Message; readonly nextAt: number }
  /** `tls` when a handshake got as far as the peer's chain. */
  | { readonly kind: 'ended'; readonly reason: Message; readonly tls?: PeerTls };

/** What a TLS peer showed of itself. */
export interface PeerTls {
  readonly protocol: string;
  readonly cipher: string;
  /** Why the chain is not trusted; nothing when it is. */
  readonly problem?: Message;
  /** The peer's own first. */
  readonly chain: readonly PeerCertificate[];
}

export interface PeerCertificate {
  readonly subject: string;
  readonly issuer: string;
  readonly altNames: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly sha256: string;
}

export interface ConsoleSnapshot {
  readonly id: string;
  readonly state: ConsoleState;
  /** While a periodic send runs. */
  readonly periodic?: { readonly everyMs: number; readonly sent: number };
}

/** How `sendEach` goes on: connections so far, of how many, how many of them failed, and who answered. */
export interface SendProgress {
  readonly sent: number;
  readonly total: number;
  readonly failed: number;
  readonly tally: readonly TallyRow[];
}

/**
 * Who answered how often: the server of one of our own balancers that the connection was given to (`via: 'balancer'`),
 * otherwise the answer's first line.
 */
export interface TallyRow {
  readonly label: string;
  readonly via: 'balancer' | 'answer' | 'nothing';
  readonly count: number;
}

/** Client connections that a person drives. What goes over them is in the transcript of the same id. */
export interface Consoles {
  /** At most a few times a second; complete snapshots of the changed ones. */
  readonly onDidChange: Event<readonly ConsoleSnapshot[]>;
  /** Makes a console with a transcript of the same id (an existing transcript of that id is continued). */
  open(request: { readonly id: string }): Promise<ConsoleSnapshot>;
  /** Ends its connection and forgets it; its transcript stays. */
  discard(request: { readonly id: string }): Promise<void>;
  /**
   * Resolves when connected. A connection that is there already is closed first.
   * @throws Failure with the reason, also when it goes on trying because of `reconnect`
   */
  connect(
    request: { readonly id: string; readonly spec: ConnectSpec },
    options?: CallOptions,
  ): Promise<ConsoleSnapshot>;
  /** Resolves when the system took all of it. @throws Failure when not connected or half-closed */
  send(request: { readonly id: string; readonly bytes: Uint8Array }, options?: CallOptions): Promise<void>;
  /** Sends now and every `everyMs` (≥ 1) until stopped or a send fails; replaces a running one. */
  sendEvery(request: {
    readonly id: string;
    readonly bytes: Uint8Array;
    readonly everyMs: number;
  }): Promise<void>;
  /**
   * Sends `count` times, each on a connection of its own: connect, send, half-close if so wanted, read until the peer
   * closes or is silent for `waitMs`, close. A connection that fails is counted and the next one tried. Aborting ends
   * the connection under way and no other is made; the result says how far it came.
   */
  sendEach(
    request: {
      readonly id: string;
      readonly spec: ConnectSpec;
      readonly bytes: Uint8Array;
      readonly count: number;
      readonly halfClose?: boolean;
      /** Default 1000. */
      readonly waitMs?: number;
    },
    options?: CallOptions<SendProgress>,
  ): Promise<SendProgress>;
  /** Stops sendEvery; nothing happens when none runs. */
  stopSending(request: { readonly id: string }): Promise<void>;
  /**
   * Three different acts: FIN and keep reading; FIN and be done; RST. `close` also ends the waiting for a reconnect.
   * @throws Failure when there is no connection, or it cannot be reset (a UNIX socket has no RST)
   */
  end(request: { readonly id: string; readonly how: 'halfClose' | 'close' | 'reset' }): Promise<void>;
}
