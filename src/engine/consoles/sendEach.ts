import type { ConnectSpec, SendProgress, TallyRow } from '../../core/api/console';
import type { Tap } from '../../core/capture/tap';
import { format, messageOf } from '../../core/util/message';
import { consoleMessages } from './consoleMessages';
import { dial, type Line } from './dial';
import { writeAll } from './talk';

/** Which server one of our own balancers gave a connection to, by the endpoint that it came from. */
export type ServerLookup = (localEndpoint: string) => { backend: string; server: string } | undefined;

export interface EachRequest {
  readonly spec: ConnectSpec;
  readonly bytes: Uint8Array;
  readonly count: number;
  readonly halfClose?: boolean;
  readonly waitMs?: number;
}

const DEFAULT_WAIT_MS = 1000;
/** What is kept of an answer to tell who gave it, and how much of that is shown. */
const ANSWER_BYTES = 512;
const LABEL_CHARACTERS = 60;

/** Sends on one connection after the other and counts who answered. */
export async function sendEach(
  request: EachRequest,
  tap: Tap,
  serverOf: ServerLookup,
  onProgress: (progress: SendProgress) => void,
  signal?: AbortSignal,
): Promise<SendProgress> {
  const tally = new Map<string, TallyRow>();
  let progress: SendProgress = { sent: 0, total: request.count, failed: 0, tally: [] };
  for (let index = 1; index <= request.count && !signal?.aborted; index++) {
    const row = await sendOne(request, index, tap, serverOf, signal);
    if (signal?.aborted && !row) break;
    if (row) tally.set(`${row.via} ${row.label}`, { ...row, count: countOf(tally, row) + 1 });
    progress = {
      ...progress,
      sent: index,
      failed: progress.failed + (row ? 0 : 1),
      tally: [...tally.values()].sort((a, b) => b.count - a.count),
    };
    onProgress(progress);
  }
  return progress;
}

type Answerer = Omit<TallyRow, 'count'>;

function countOf(tally: ReadonlyMap<string, TallyRow>, { via, label }: Answerer): number {
  return tally.get(`${via} ${label}`)?.count ?? 0;
}

/** One connection from its start to its end; undefined when it failed (its reason is in the transcript). */
async function sendOne(
  { spec, bytes, count, halfClose, waitMs = DEFAULT_WAIT_MS }: EachRequest,
  index: number,
  tap: Tap,
  serverOf: ServerLookup,
  signal?: AbortSignal,
): Promise<Answerer | undefined> {
  let line: Line | undefined;
  const abort = () => line?.socket.destroy();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    line = await dial(spec, signal);
    const { local, peer, socket } = line;
    tap.begin(consoleMessages.eachConnected({ index, count, peer, local }));
    const answer = new Answer(line, tap, serverOf);
    await writeAll(socket, bytes, tap);
    if (halfClose) socket.end();
    await answer.over(waitMs, signal);
    const answerer = answer.by();
    tap.note(
      answerer.via === 'nothing'
        ? consoleMessages.noAnswerOver({ seconds: waitMs / 1000 })
        : answerer.via === 'balancer'
          ? consoleMessages.answeredBy({ who: answerer.label })
          : consoleMessages.answered(),
    );
    return answerer;
  } catch (error) {
    tap.note(consoleMessages.eachFailed({ index, count, reason: format(messageOf(error)) }));
    return undefined;
  } finally {
    signal?.removeEventListener('abort', abort);
    line?.socket.destroySoon();
  }
}

/** What comes back on one connection. */
class Answer {
  private head = Buffer.of();
  private server: string | undefined;
  private ended = false;
  private error: Error | undefined;
  private wake: () => void = () => undefined;

  constructor(
    private readonly line: Line,
    tap: Tap,
    private readonly serverOf: ServerLookup,
  ) {
    const { socket } = line;
    socket.on('data', (bytes) => {
      tap.received(bytes);
      if (this.head.length < ANSWER_BYTES)
        this.head = Buffer.concat([this.head, bytes]).subarray(0, ANSWER_BYTES);
      // Asked now, while the balancer's session lives.
      this.lookUp();
      this.wake();
    });
    const end = (error?: Error) => {
      this.ended = true;
      this.error ??= error;
      this.wake();
    };
    socket.once('end', () => {
      end();
    });
    socket.once('close', () => {
      end();
    });
    socket.on('error', end);
  }

  /** Resolves when the peer closed or was silent for so long. @throws the error that ended it without an answer */
  async over(silenceMs: number, signal?: AbortSignal): Promise<void> {
    while (!this.ended && !signal?.aborted && (await this.something(silenceMs, signal)));
    this.lookUp();
    if (this.error && this.head.length === 0) throw this.error;
  }

  /** Who answered. */
  by(): Answerer {
    if (this.head.length === 0) return { label: '', via: 'nothing' };
    if (this.server !== undefined) return { label: this.server, via: 'balancer' };
    const [line = ''] = this.head.toString().split(/\r?\n/);
    return { label: line.slice(0, LABEL_CHARACTERS), via: 'answer' };
  }

  private lookUp(): void {
    if (this.server !== undefined) return;
    const found = this.serverOf(this.line.local);
    this.server = found && `${found.backend}/${found.server}`;
  }

  /** Whether anything happened before the silence was too long. */
  private something(silenceMs: number, signal?: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (happened: boolean) => () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        resolve(happened);
      };
      const timer = setTimeout(settle(false), silenceMs);
      const onAbort = settle(false);
      signal?.addEventListener('abort', onAbort, { once: true });
      this.wake = settle(true);
    });
  }
}
