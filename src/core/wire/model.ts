import type { Behaviour } from '../api/server';
import type { Address } from '../net/address';
import type { Diagnostic } from '../text/diagnostic';
import type { Range } from '../text/range';

/** A server as a `.wire` file declares it. */
export interface ServerDeclaration {
  /** One line, not empty. */
  readonly name: string;
  readonly address: Address;
  readonly behaviour: Behaviour;
  /** Milliseconds. */
  readonly delayMs?: number;
  readonly tls?: DeclaredTls;
}

/** A certificate made for the occasion, or PEM files. */
export type DeclaredTls =
  | { readonly kind: 'selfSigned' }
  /** Paths as written: relative ones start at the file's own folder. */
  | { readonly kind: 'files'; readonly cert: string; readonly key: string };

/** A part of a file under one heading. Each kind of block is a member of this union. */
export type WireBlock = ServerBlock | BrokenBlock;

interface BlockPlace {
  /** Empty when the heading has none. */
  readonly name: string;
  readonly nameRange: Range;
  readonly range: Range;
}

/** A block that listens. */
export interface ServerBlock extends BlockPlace {
  readonly kind: 'server';
  readonly declaration: ServerDeclaration;
}

/** A block with errors: shown, but not run. */
export interface BrokenBlock extends BlockPlace {
  readonly kind: 'broken';
}

export interface WireFile {
  readonly blocks: readonly WireBlock[];
  /** In the order of the file. */
  readonly diagnostics: readonly Diagnostic[];
}
