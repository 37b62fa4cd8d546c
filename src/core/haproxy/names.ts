/** The first character of a proxy's or server's name that HAProxy does not permit; undefined when all are fine. */
export function badNameCharacter(name: string): string | undefined {
  return /[^A-Za-z0-9_.:-]/u.exec(name)?.[0];
}
