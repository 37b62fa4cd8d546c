// What a suite came to, as its reporter writes it and `npm test` adds it up.

/** A test that failed or was skipped, and why.
 * @typedef {{ title: string, reason: string }} Note
 * @typedef {{ passed: number, failed: Note[], skipped: Note[] }} Result */

/** Where a skip counts as a failure: everything that is needed must be there. */
const strict = process.env.CI === 'true';

/** @param {Result[]} results
 * @returns {Result} */
export function sum(results) {
  return {
    passed: results.reduce((total, { passed }) => total + passed, 0),
    failed: results.flatMap(({ failed }) => failed),
    skipped: results.flatMap(({ skipped }) => skipped),
  };
}

/** A result with one failure that is not a test's.
 * @param {string} title
 * @param {string} reason
 * @returns {Result} */
export function failure(title, reason) {
  return { passed: 0, failed: [{ title, reason }], skipped: [] };
}

/** Whether it may count as success.
 * @param {Result} result */
export function isGood({ failed, skipped }) {
  return failed.length === 0 && !(strict && skipped.length > 0);
}

/** Prints each skip and failure with its reason in a line, then the counts in one line.
 * @param {Result} result */
export function print({ passed, failed, skipped }) {
  const skip = strict ? 'skipped (a failure in CI)' : 'skipped';
  for (const note of skipped) console.log(`${skip}: ${inLine(note)}`);
  for (const note of failed) console.log(`failed: ${inLine(note)}`);
  console.log(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
}

/** @param {Note} note */
function inLine({ title, reason }) {
  return `${title}: ${reason.split('\n')[0]}`;
}
