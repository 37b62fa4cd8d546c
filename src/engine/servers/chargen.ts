import { encodeUtf8 } from '../../core/bytes/utf8';
import type { Client, Conversation, Converse, Host } from './conversation';

/** RFC 864: lines of 72 of the 95 printing characters, each line beginning one character later. */
const CHARACTERS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(0x20 + i)).join('');
const LINE_LENGTH = 74;
const lines = encodeUtf8(
  Array.from(CHARACTERS, (_, i) => `${(CHARACTERS + CHARACTERS).slice(i, i + 72)}\r\n`).join(''),
);
/** More than a socket buffers, so that every write waits for the client to take it. */
const block = new Uint8Array(lines.length * 10);
for (let i = 0; i < 10; i++) block.set(lines, i * lines.length);

/** Sends characters as fast as the client reads them; with a delay, a line each time it has passed. */
export function chargen(host: Host): Converse {
  return (client) => new Generator(client, host);
}

class Generator implements Conversation {
  private line = 0;
  private cancel: (() => void) | undefined;

  constructor(
    private readonly client: Client,
    private readonly host: Host,
  ) {}

  opened(): void {
    this.schedule();
  }

  /** What the client says is thrown away, and a half-close says only that it will say no more. */
  received(): void {}
  ended(): void {}

  drained(): void {
    this.schedule();
  }

  closed(): void {
    this.cancel?.();
  }

  /** Never at once: a client on this machine can be as fast as we are, and others want to be served, too. */
  private schedule(): void {
    if (this.host.delayMs > 0) {
      const timer = this.host.clock.after(this.host.delayMs, () => {
        if (this.client.write(this.nextLine())) this.schedule();
      });
      this.cancel = () => {
        timer.dispose();
      };
    } else {
      const immediate = setImmediate(() => {
        if (this.client.write(block)) this.schedule();
      });
      this.cancel = () => {
        clearImmediate(immediate);
      };
    }
  }

  private nextLine(): Uint8Array {
    const start = this.line * LINE_LENGTH;
    this.line = (this.line + 1) % CHARACTERS.length;
    return lines.subarray(start, start + LINE_LENGTH);
  }
}
