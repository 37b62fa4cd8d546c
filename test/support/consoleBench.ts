import type { ConsoleState, SendProgress } from '../../src/core/api/console';
import { format } from '../../src/core/util/message';
import { ConsolePool } from '../../src/engine/consoles/consolePool';
import type { ServerLookup } from '../../src/engine/consoles/sendEach';
import { systemClock } from '../../src/engine/systemClock';
import { TranscriptStore } from '../../src/engine/transcripts/transcriptStore';

/** One real console and what its transcript says. */
export class ConsoleBench {
  readonly transcripts = new TranscriptStore({ clock: systemClock });
  readonly consoles: ConsolePool;
  readonly progress: SendProgress[] = [];

  constructor(serverOf?: ServerLookup) {
    const random = () => 0;
    this.consoles = new ConsolePool({ clock: systemClock, random, transcripts: this.transcripts, serverOf });
  }

  static async open(serverOf?: ServerLookup): Promise<ConsoleBench> {
    const bench = new ConsoleBench(serverOf);
    await bench.consoles.open({ id: 'c' });
    return bench;
  }

  async state(): Promise<ConsoleState> {
    return (await this.consoles.open({ id: 'c' })).state;
  }

  send(text: string): Promise<void> {
    return this.consoles.send({ id: 'c', bytes: Buffer.from(text) });
  }

  /** The transcript: `>` received, `<` sent, notes as they are, with ports as PORT. */
  async lines(): Promise<string[]> {
    const view = { framing: { kind: 'none' } } as const;
    const { rows } = await this.transcripts.page({ id: 'c', view, from: 0, count: 1000 });
    return rows.map((row) => {
      if (row.kind === 'note') return format(row.message).replace(/(127\.0\.0\.\d|\[::1\]):\d+/g, '$1:PORT');
      return `${row.direction === 'received' ? '>' : '<'} ${Buffer.from(row.bytes).toString()}`;
    });
  }

  close(): void {
    this.consoles.dispose();
    this.transcripts.dispose();
  }
}
