/**
 * How a stream is cut into frames for a person or a rule; the stream itself stays as it is.
 * `none`: each chunk as it was read.
 */
export type Framing =
  | { readonly kind: 'none' }
  /** Up to and with each LF. */
  | { readonly kind: 'line' }
  /** Up to and with each occurrence; at least one byte. */
  | { readonly kind: 'delimiter'; readonly delimiter: Uint8Array }
  /** Every `length` bytes, ≥ 1. */
  | { readonly kind: 'fixed'; readonly length: number }
  /** A length before each frame. */
  | {
      readonly kind: 'lengthPrefix';
      readonly width: 1 | 2 | 4;
      readonly byteOrder: 'big' | 'little';
      /** Whether the length counts its own bytes too. */
      readonly includesPrefix: boolean;
    }
  /** Until nothing came for so long. */
  | { readonly kind: 'idle'; readonly gapMs: number };
