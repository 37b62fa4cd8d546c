/** An HAProxy version as numbers, `2.6` or `3.1-dev5` or `2.6.12`; undefined when `text` is none. */
export function parseVersion(text: string): readonly number[] | undefined {
  const match = /^v?(\d+)\.(\d+)(?:-dev(\d+))?(?:\.(\d+))?/.exec(text);
  if (!match) return undefined;
  const [, major, minor, dev, patch] = match;
  // A development version comes before the release that it leads to.
  return [Number(major), Number(minor), dev === undefined ? Infinity : Number(dev), Number(patch ?? 0)];
}

/** Whether version `text` is `other` or later; false when either is not a version. */
export function isAtLeast(text: string, other: string): boolean {
  const left = parseVersion(text);
  const right = parseVersion(other);
  if (!left || !right) return false;
  const differing = left.findIndex((part, i) => part !== right[i]);
  return differing < 0 || (left[differing] ?? 0) > (right[differing] ?? 0);
}
