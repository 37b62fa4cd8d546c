import { tryHostile } from '../support/hostile/case';
import { refusedCommands } from '../support/hostile/commands';
import { crowds } from '../support/hostile/crowds';
import { deaths } from '../support/hostile/deaths';
import { listening } from '../support/hostile/listening';
import { silence } from '../support/hostile/silence';
import { tryCommands } from '../support/hostile/tryCommands';
import { workers } from '../support/hostile/workers';

/*
 * The table of hostile cases: for each the exact message, memory that does not grow over the rounds, and no port that
 * stays bound. A worker that runs out of memory is in worker.test.ts, a process that runs out of file descriptors in
 * descriptors.test.ts.
 */

describe('hostile: addresses that are taken', () => {
  tryHostile(listening);
});

describe('hostile: files that are missing or broken', () => {
  tryCommands(refusedCommands);
});

describe('hostile: peers that die', () => {
  tryHostile(deaths);
});

describe('hostile: peers that do not read', () => {
  tryHostile(silence);
});

describe('hostile: crowds', () => {
  tryHostile(crowds);
});

describe('hostile: the end of the engine', () => {
  tryHostile(workers);
});
