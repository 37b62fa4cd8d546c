import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import type { Result } from '../../scripts/result.mjs';

/** Prints like `spec` and, where WIREBENCH_RESULT names a file, leaves there what scripts/mocha.mjs adds up. */
export class Reporter extends Mocha.reporters.Spec {
  private readonly result: Result = { passed: 0, failed: [], skipped: [] };

  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.on('pass', () => this.result.passed++);
    runner.on('fail', (test, error: Error) =>
      this.result.failed.push({ title: title(test), reason: error.message }),
    );
    runner.on('pending', (test) => this.pending(test));
    runner.on('end', () => this.save());
  }

  private pending(test: Mocha.Test): void {
    const reason = reasonOf(test);
    if (reason) this.result.skipped.push({ title: title(test), reason });
    else
      this.result.failed.push({
        title: title(test),
        reason: 'skipped without a reason: use test/support/skip.ts',
      });
  }

  private save(): void {
    const file = process.env.WIREBENCH_RESULT;
    if (file) writeFileSync(file, JSON.stringify(this.result));
  }
}

function title(test: Mocha.Runnable): string {
  return test.titlePath().join(' › ');
}

/** Of the test itself or of the innermost suite that was skipped around it. */
function reasonOf(test: Mocha.Test): string | undefined {
  let holder: Mocha.Runnable | Mocha.Suite | undefined = test;
  while (holder && !holder.skipReason) holder = holder.parent;
  return holder?.skipReason;
}

// Mocha takes a reporter given by its file name from the module itself.
export default Reporter;
