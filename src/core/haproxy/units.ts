/** Longest duration that HAProxy keeps, about 24.8 days. */
export const MAX_TIME_MS = 2_147_483_647;

/** Milliseconds of each time unit (configuration.txt 2.5). */
export const TIME_UNITS = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
export type TimeUnit = keyof typeof TIME_UNITS;

export type ParsedTime =
  | { readonly ok: true; readonly ms: number; readonly roundedUp: boolean; readonly ignored: string }
  | { readonly ok: false; readonly reason: 'empty' | 'overflow' }
  | { readonly ok: false; readonly reason: 'character'; readonly character: string };

/**
 * Reads a duration: a whole number and `us`, `ms`, `s`, `m`, `h` or `d`; without a unit it counts in `unit`. The result
 * is whole milliseconds, rounded up. What follows a unit is `ignored`, as HAProxy does up to 2.6.
 */
export function parseTime(text: string, unit: TimeUnit = 'ms'): ParsedTime {
  const digits = /^\d*/.exec(text)?.[0] ?? '';
  if (digits === '') return text === '' ? { ok: false, reason: 'empty' } : badCharacter(text);
  const written = /^(us|ms|[smhd])/.exec(text.slice(digits.length))?.[0];
  const rest = text.slice(digits.length + (written?.length ?? 0));
  if (written === undefined && rest !== '') return badCharacter(rest);
  const exact = inMilliseconds(Number(digits), (written ?? unit) as TimeUnit);
  const ms = Math.ceil(exact);
  if (ms > MAX_TIME_MS) return { ok: false, reason: 'overflow' };
  return { ok: true, ms, roundedUp: ms !== exact, ignored: rest };
}

/** Divides for microseconds, since 0.001 is not a binary fraction. */
function inMilliseconds(value: number, unit: TimeUnit): number {
  return unit === 'us' ? value / 1000 : value * TIME_UNITS[unit];
}

function badCharacter(rest: string): ParsedTime {
  return { ok: false, reason: 'character', character: String.fromCodePoint(rest.codePointAt(0) ?? 0) };
}

/** Bytes: a whole number and `k`, `m` or `g`, powers of 1024 (configuration.txt 2.6); undefined when it is none. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+)([kmg]?)$/i.exec(text);
  if (!match) return undefined;
  const factor = 1024 ** ['', 'k', 'm', 'g'].indexOf((match[2] ?? '').toLowerCase());
  return Number(match[1]) * factor;
}

/** C's atol: the number that a text starts with, 0 when it starts with none. `clean` when it is nothing but a number. */
export function parseLeadingInteger(text: string): { readonly value: number; readonly clean: boolean } {
  const digits = /^\s*[+-]?\d+/.exec(text)?.[0];
  return { value: digits === undefined ? 0 : Number(digits), clean: digits === text };
}
