/** A place in a text file; lines and columns count from 0, columns in UTF-16 units, the end is exclusive. */
export interface Range {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}
