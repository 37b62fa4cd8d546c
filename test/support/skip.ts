declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Mocha {
    interface Runnable {
      skipReason?: string;
    }
    interface Suite {
      skipReason?: string;
    }
  }
}

/** Skips the running test, or in a `before` hook its whole suite. The reason is printed and counted (reporter.ts). */
export function skip(context: Mocha.Context, reason: string): void {
  const runnable = context.test;
  const holder = runnable && 'type' in runnable && runnable.type === 'hook' ? runnable.parent : runnable;
  if (holder) holder.skipReason = reason;
  context.skip();
}
