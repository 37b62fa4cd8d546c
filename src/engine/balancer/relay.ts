import * as net from 'node:net';
import { endings } from '../sessions/endings';
import type { Pair } from './pair';
import { SMALL_BUFFER } from './readBuffers';
import type { Target } from './target';

/*
 * The data path. Both sockets of a pair point to it under one symbol, and their listeners are the functions of this
 * file, shared by all. The client is read through `data`; the upstream through `onread` into a buffer of the pair's
 * own. Either way a side is read only while nothing is pending towards the other: so memory stays flat, a FIN is
 * never passed on before the bytes that came before it, and a buffer is never written over under a pending write.
 */

const PAIR = Symbol('pair');
const EMPTY = Buffer.alloc(0);
/** Small reads in a row after which a large buffer is given back. */
const SHRINK_AFTER = 9;

interface PairedSocket extends net.Socket {
  [PAIR]: Pair;
}

/** How listeners accept for this data path. */
export const acceptOptions = { allowHalfOpen: true, noDelay: true, pauseOnConnect: true };

const upstreamOptions = {
  allowHalfOpen: true,
  noDelay: true,
  onread: { buffer: nextBuffer, callback: onUpstreamRead },
} as net.SocketConstructorOpts;

/** Puts a client's socket, paused, under the care of its pair. */
export function adopt(pair: Pair): void {
  (pair.client as PairedSocket)[PAIR] = pair;
  pair.client.on('error', onClientError);
}

/** Begins to read the client, so that it is seen to leave; what it sends first is kept for the server. */
export function watchClient(pair: Pair): void {
  if (pair.watched) return;
  pair.watched = true;
  pair.client.on('data', onClientData).on('end', onClientEnd).resume();
}

/** Makes the connection to a server; the pair's owner is told how that went. */
export function connectUpstream(pair: Pair, target: Target): void {
  const upstream = new net.Socket(upstreamOptions) as PairedSocket;
  upstream[PAIR] = pair;
  pair.upstream = upstream;
  upstream.on('connect', onUpstreamConnect).on('end', onUpstreamEnd).on('error', onUpstreamError);
  offered = pair.buffer ??= pair.buffers.takeSmall();
  upstream.connect(target);
}

/** The client fell silent for too long: from now on as if it had half-closed. */
export function giveUpClient(pair: Pair): void {
  pair.client.pause();
  clientEnded(pair);
}

/** The server fell silent for too long: from now on as if it had half-closed. */
export function giveUpServer(pair: Pair): void {
  pair.upstream!.pause();
  serverEnded(pair);
}

/** Gives the pair's buffer back, or drops it when the system may still be reading from it. */
export function releaseBuffer(pair: Pair): void {
  if (!pair.buffer) return;
  if (pair.client.writableLength === 0) pair.buffers.giveBack(pair.buffer);
  else pair.buffers.forget(pair.buffer);
  pair.buffer = undefined;
}

function onUpstreamConnect(this: net.Socket): void {
  const pair = (this as PairedSocket)[PAIR];
  if (pair.upstream !== this || pair.phase !== 'connecting') return;
  pair.owner.connected(pair);
  const { early } = pair;
  pair.early = undefined;
  if (early) upload(pair, early);
  if (pair.clientEnded && !pair.uploadBlocked) passClientEnd(pair);
  else if (!pair.watched) watchClient(pair);
  else if (!pair.uploadBlocked) pair.client.resume();
}

function onClientData(this: net.Socket, chunk: Buffer): void {
  const pair = (this as PairedSocket)[PAIR];
  if (pair.phase === 'open') upload(pair, chunk);
  else if (pair.phase !== 'ended') {
    pair.early = pair.early ? Buffer.concat([pair.early, chunk]) : chunk;
    this.pause();
  }
}

function upload(pair: Pair, chunk: Buffer): void {
  const upstream = pair.upstream!;
  pair.clientIdle = 0;
  pair.session.received(chunk.length);
  if (pair.tap !== undefined) pair.tap.received(chunk);
  upstream.write(chunk);
  if (upstream.writableLength === 0) pair.serverIdle = 0;
  else blockUpload(pair, upstream);
}

function blockUpload(pair: Pair, upstream: net.Socket): void {
  pair.uploadBlocked = true;
  pair.client.pause();
  upstream.write(EMPTY, (error) => {
    if (error || pair.phase !== 'open') return;
    pair.uploadBlocked = false;
    pair.serverIdle = 0;
    if (pair.clientEnded) passClientEnd(pair);
    else pair.client.resume();
  });
}

function onUpstreamRead(this: net.Socket, length: number, buffer: Uint8Array): boolean {
  const pair = (this as PairedSocket)[PAIR];
  if (pair.phase !== 'open') return true;
  const { client } = pair;
  const chunk = length === buffer.length ? buffer : buffer.subarray(0, length);
  pair.serverIdle = 0;
  pair.session.sent(length);
  if (pair.tap !== undefined) pair.tap.sent(chunk);
  client.write(chunk);
  if (client.writableLength === 0) {
    pair.clientIdle = 0;
    fitBuffer(pair, length);
    return true;
  }
  blockDownload(pair);
  return false;
}

function blockDownload(pair: Pair): void {
  pair.downloadBlocked = true;
  pair.client.write(EMPTY, (error) => {
    if (error || pair.phase !== 'open') return;
    pair.downloadBlocked = false;
    pair.clientIdle = 0;
    if (pair.ending && pair.serverEnded) pair.owner.finish(pair, pair.ending, 'fin');
    else pair.upstream!.resume();
  });
}

/** Offers a buffer of the other size when the reads ask for it. Only while no write of its bytes is pending. */
function fitBuffer(pair: Pair, length: number): void {
  const buffer = pair.buffer!;
  if (buffer.length === SMALL_BUFFER) {
    if (length === SMALL_BUFFER) offer(pair, pair.buffers.takeLarge());
  } else if (length > SMALL_BUFFER) pair.smallReads = 0;
  else if (++pair.smallReads >= SHRINK_AFTER) offer(pair, pair.buffers.takeSmall());
}

function offer(pair: Pair, buffer: Buffer | undefined): void {
  if (!buffer) return;
  pair.buffers.giveBack(pair.buffer!);
  pair.buffer = offered = buffer;
  pair.smallReads = 0;
}

/** What `nextBuffer` gives out: Node asks for it when a socket connects, and after each read. */
let offered: Buffer | undefined;

function nextBuffer(): Buffer {
  const buffer = offered;
  offered = undefined;
  // Given none, Node goes on with the buffer it has; its types do not say so.
  return buffer as Buffer;
}

function onClientEnd(this: net.Socket): void {
  clientEnded((this as PairedSocket)[PAIR]);
}

function clientEnded(pair: Pair): void {
  if (pair.clientEnded || pair.phase === 'ended') return;
  pair.clientEnded = true;
  pair.ending ??= endings.closedByClient();
  if (pair.phase !== 'open') pair.owner.clientLeft(pair);
  else if (!pair.uploadBlocked) passClientEnd(pair);
}

function passClientEnd(pair: Pair): void {
  if (!pair.serverEnded) pair.upstream!.end();
  else if (!pair.downloadBlocked) pair.owner.finish(pair, pair.ending!, 'fin');
}

function onUpstreamEnd(this: net.Socket): void {
  const pair = (this as PairedSocket)[PAIR];
  if (pair.upstream === this && pair.phase === 'open') serverEnded(pair);
}

/** Never while the download is blocked: the upstream is not read then. */
function serverEnded(pair: Pair): void {
  if (pair.serverEnded) return;
  pair.serverEnded = true;
  pair.ending ??= endings.closedByServer();
  if (pair.clientEnded && !pair.uploadBlocked) pair.owner.finish(pair, pair.ending, 'fin');
  else pair.client.end();
}

function onClientError(this: net.Socket, error: NodeJS.ErrnoException): void {
  const pair = (this as PairedSocket)[PAIR];
  pair.owner.finish(pair, endings.resetByClient({ code: error.code ?? error.message }), 'reset');
}

function onUpstreamError(this: net.Socket, error: NodeJS.ErrnoException): void {
  const pair = (this as PairedSocket)[PAIR];
  if (pair.upstream !== this) return;
  const code = error.code ?? error.message;
  if (pair.phase === 'connecting') pair.owner.attemptFailed(pair, code);
  else if (pair.phase === 'open') serverFailed(pair, code);
}

/** The client gets FIN, after the bytes that are on their way to it. */
function serverFailed(pair: Pair, code: string): void {
  const ending = endings.resetByServer({ code });
  pair.serverEnded = true;
  pair.ending = ending;
  if (!pair.downloadBlocked) pair.owner.finish(pair, ending, 'fin');
  else pair.client.pause();
}
