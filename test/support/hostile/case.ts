import assert from 'node:assert/strict';
import { fill, type MessageArgs } from '../../../src/core/util/message';
import { residentMemory } from '../memory';
import { skip } from '../skip';
import { Scene } from './scene';

/** Something hostile, done again and again to one engine: it may leave nothing behind but what it says. */
export interface HostileCase {
  readonly name: string;
  /** What a person is told, whole: place, reason, remedy. `{name}` stands for one of the places. */
  readonly says: string;
  /** Whether it needs what Windows does not have. */
  readonly posix?: boolean;
  /** Bytes for transcripts where so much is recorded that it takes many rounds to use the engine's own budget up. */
  readonly transcriptBudget?: number;
  readonly prepare: (scene: Scene) => Promise<Prepared>;
}

export interface Prepared {
  readonly places?: MessageArgs;
  /** Does it once, and returns what was said. */
  readonly round: () => Promise<string>;
}

/** What the third round may leave in memory on top of the first, in bytes. */
const MAX_GROWTH = 10e6;
/** Rounds before the first of those three count as warm-up: in them the runtime grows to its working size. */
const MOST_ROUNDS = 8;

/** Declares a test for each: every round says the same, memory stays, and every port is free afterwards. */
export function tryHostile(cases: readonly HostileCase[]): void {
  for (const each of cases)
    it(each.name, async function () {
      this.timeout(120_000);
      if (each.posix && process.platform === 'win32') skip(this, 'it is not possible on Windows');
      const scene = new Scene(each.transcriptBudget);
      try {
        await tryRounds(each, await each.prepare(scene));
      } finally {
        await scene.close();
      }
      await scene.assertReleased();
    });
}

async function tryRounds({ says }: HostileCase, { places = {}, round }: Prepared): Promise<void> {
  const resident: number[] = [];
  do {
    assert.ok(resident.length < MOST_ROUNDS, `resident bytes after each round: ${resident.join(', ')}`);
    assert.equal(await round(), fill(says, places));
    resident.push(await residentMemory());
  } while (growth(resident) >= MAX_GROWTH);
}

/** Of the last three rounds. */
function growth(resident: readonly number[]): number {
  const [first = -Infinity] = resident.slice(-3);
  return resident.length < 3 ? Infinity : resident.at(-1)! - first;
}
