import type { Writable } from 'node:stream';
import { Failure, format, messageOf } from '../core/util/message';

/** Where a command writes: results and events to `out`, everything about what went wrong to `err`. */
export class Output {
  constructor(
    private readonly out: Writable,
    private readonly err: Writable,
    /** Whether events are JSON objects, one a line. */
    private readonly json: boolean,
  ) {}

  /** Something that happened: `text` for a person, `{ event, …fields }` with --json. */
  event(event: string, fields: object, text: string): void {
    this.out.write(this.json ? `${JSON.stringify({ event, ...fields })}\n` : `${text}\n`);
  }

  /** Exactly these bytes. Resolves when the reader took them. */
  bytes(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.out.write(bytes, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  line(text: string): void {
    this.out.write(`${text}\n`);
  }

  warn(text: string): void {
    this.err.write(`wirebench: ${text}\n`);
  }

  /** An expected failure as its message, anything else with its stack: that one is ours to mend. */
  error(error: unknown): void {
    const expected = error instanceof Failure || !(error instanceof Error);
    this.warn(expected ? format(messageOf(error)) : (error.stack ?? error.message));
  }
}

/** The exit codes of every command. */
export const exitCode = {
  done: 0,
  /** It could not be done, or a check failed. */
  failed: 1,
  /** The command line or a file it names makes no sense. */
  usage: 2,
} as const;

/** Ends the command with one of the exit codes; its message was printed already. */
export class Exit extends Error {
  constructor(readonly code: number) {
    super(`exit ${code}`);
  }
}

/** Makes the output of a command from its options. */
export type OutputOf = (options: { readonly json?: boolean }) => Output;
