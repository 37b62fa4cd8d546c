import type { Locator } from 'playwright-core';

/** The elements of `locator` with exactly this text, however it is split into spans (VS Code marks what matched). */
export function exactly(locator: Locator, text: string): Locator {
  return locator.filter({ hasText: new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`) });
}
