import type { Direction, TranscriptView } from '../../src/core/api/transcript';
import type { Draft, PageState, Target } from '../../src/core/console/page';
import { encodeText, type Encoding } from '../../src/core/bytes/encoding';
import { parseEscapes } from '../../src/core/bytes/escapes';
import type { Framing } from '../../src/core/bytes/framing';
import { parseHex } from '../../src/core/bytes/hex';
import type { Pattern } from '../../src/core/capture/matcher';

/** A pattern as it is typed. */
export interface PatternDraft {
  readonly kind: 'text' | 'regex' | 'hex';
  readonly text: string;
}

export type FramingKind =
  | 'none'
  | 'line'
  | 'delimiter'
  | 'fixed'
  | 'prefix1'
  | 'prefix2'
  | 'prefix2Little'
  | 'prefix4'
  | 'prefix4Little'
  | 'idle';

/** How the transcript is looked at, as the toolbar has it. */
export interface ViewSettings {
  readonly framing: FramingKind;
  readonly delimiter: string;
  readonly length: number;
  readonly gapMs: number;
  readonly includesPrefix: boolean;
  readonly direction: Direction | 'both';
  readonly filter: PatternDraft;
  readonly showAs: 'text' | 'hex' | 'both';
  readonly encoding: Encoding;
  readonly time: 'absolute' | 'delta';
  readonly settingsOpen: boolean;
}

/** How more than one send is made. */
export interface RepeatSettings {
  readonly open: boolean;
  readonly each: boolean;
  readonly count: number;
  readonly waitMs: number;
  readonly halfClose: boolean;
  readonly every: boolean;
  readonly everyMs: number;
}

/** What the page keeps while it is hidden and through a reload of the window. */
export interface Settings {
  /** For the extension, which gets it back with the panel. */
  readonly id?: string;
  readonly role?: PageState['role'];
  readonly target: Target;
  readonly tlsOpen: boolean;
  readonly view: ViewSettings;
  readonly draft: Draft;
  readonly repeat: RepeatSettings;
}

const defaults: Settings = {
  target: { address: '', reconnect: false },
  tlsOpen: false,
  view: {
    framing: 'none',
    delimiter: '\\r\\n',
    length: 16,
    gapMs: 50,
    includesPrefix: false,
    direction: 'both',
    filter: { kind: 'text', text: '' },
    showAs: 'text',
    encoding: 'utf-8',
    time: 'absolute',
    settingsOpen: false,
  },
  draft: { kind: 'text', text: '', ending: 'lf', encoding: 'utf-8' },
  repeat: { open: false, each: false, count: 3, waitMs: 300, halfClose: false, every: false, everyMs: 1000 },
};

/** Saved settings, completed by the defaults. */
export function restore(saved: unknown): Settings {
  const { target, view, draft, repeat, tlsOpen } = (saved ?? {}) as Partial<Settings>;
  return {
    target: { ...defaults.target, ...target },
    tlsOpen: tlsOpen ?? defaults.tlsOpen,
    view: { ...defaults.view, ...view },
    draft: { ...defaults.draft, ...draft },
    repeat: { ...defaults.repeat, ...repeat },
  };
}

/** @throws Failure when the delimiter or the filter cannot be read */
export function viewOf(view: ViewSettings): TranscriptView {
  return {
    framing: framingOf(view),
    direction: view.direction === 'both' ? undefined : view.direction,
    filter: patternOf(view.filter, view.encoding),
  };
}

function framingOf({ framing, delimiter, length, gapMs, includesPrefix }: ViewSettings): Framing {
  switch (framing) {
    case 'none':
    case 'line':
      return { kind: framing };
    case 'delimiter': {
      const bytes = parseEscapes(delimiter);
      return bytes.length > 0 ? { kind: framing, delimiter: bytes } : { kind: 'none' };
    }
    case 'fixed':
      return { kind: framing, length: Math.max(1, length) };
    case 'idle':
      return { kind: framing, gapMs: Math.max(0, gapMs) };
    default: {
      const width = Number(framing.slice(6, 7)) as 1 | 2 | 4;
      const byteOrder = framing.endsWith('Little') ? 'little' : 'big';
      return { kind: 'lengthPrefix', width, byteOrder, includesPrefix };
    }
  }
}

/** What is looked for, in the bytes of the encoding that is shown; upper and lower case are the same. */
export function patternOf({ kind, text }: PatternDraft, encoding: Encoding): Pattern | undefined {
  if (text === '') return undefined;
  if (kind === 'regex') return { kind, source: text, ignoreCase: true };
  if (kind === 'hex') return { kind: 'bytes', bytes: parseHex(text) };
  const encoded = encodeText(text, encoding);
  return {
    kind: 'bytes',
    bytes: 'bytes' in encoded ? encoded.bytes : new TextEncoder().encode(text),
    ignoreCase: true,
  };
}
