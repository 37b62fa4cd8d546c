import type { Diagnostic } from '../text/diagnostic';
import type { Message } from '../util/message';
import { Directives } from './directives';
import { Environment } from './environment';
import { lexLine } from './lexer';
import { lexerMessages as say } from './lexerMessages';
import {
  rangeIn,
  splitLines,
  type LexedLine,
  type Line,
  type LineRole,
  type RawLine,
  type Word,
} from './line';
import type { ParseOptions } from './options';
import { sectionTypes, type SectionType } from './sections';

/** A haproxy.cfg cut into lines and sections. Nothing is lost: the lines, joined, are the text. */
export interface Document {
  readonly lines: readonly Line[];
  readonly sections: readonly Section[];
}

/** A section: its header and every line up to the next header, blank and comment lines too. */
export interface Section {
  readonly type: SectionType;
  readonly header: Line;
  readonly lines: readonly Line[];
}

const BYTE_ORDER_MARK = '\uFEFF';

/** Cuts `text` into sections; what cannot be cut goes to `report`. Variables and `.if` blocks are worked out on the way. */
export function readDocument(
  text: string,
  options: ParseOptions,
  report: (diagnostic: Diagnostic) => void,
): Document {
  return new DocumentReader(options, report).read(text);
}

/** The text that a document was read from. */
export function textOf(document: Document): string {
  return document.lines.map((line) => line.text + line.end).join('');
}

/** The lines of a section that say something. */
export function statementsOf(section: Section): Line[] {
  return section.lines.filter((line) => line.role === 'statement');
}

class DocumentReader {
  private readonly environment: Environment;
  private readonly directives: Directives;
  private readonly lines: Line[] = [];
  private readonly sections: { type: SectionType; header: Line; lines: Line[] }[] = [];

  constructor(
    private readonly options: ParseOptions,
    private readonly report: (diagnostic: Diagnostic) => void,
  ) {
    this.environment = new Environment(options.env);
    const { version, features = [] } = options;
    this.directives = new Directives({ lookup: this.lookup, version, features }, report);
  }

  read(text: string): Document {
    for (const raw of splitLines(text)) this.readLine(raw);
    this.directives.end();
    const last = this.lines.at(-1);
    if (last?.end === '') this.reportMissingLineEnd(last);
    return { lines: this.lines, sections: this.sections };
  }

  private readLine(raw: RawLine): void {
    const number = this.lines.length;
    const lexed = this.lex(raw.text, number);
    const role = this.roleOf(lexed);
    const { text, end } = raw;
    const line: Line = { number, text, end, words: lexed.words, comment: lexed.comment, role };
    this.lines.push(line);
    if (role === 'header') this.open(line);
    else this.sections.at(-1)?.lines.push(line);
    if (role === 'statement') this.setEnvironment(line.words);
  }

  private lex(text: string, number: number): LexedLine {
    const marked = number === 0 && text.startsWith(BYTE_ORDER_MARK);
    if (marked) this.reportByteOrderMark();
    // A blank in its place keeps the columns right.
    const clean = marked ? ` ${text.slice(1)}` : text;
    const nul = clean.indexOf('\0');
    if (nul >= 0) this.say('error', rangeIn(number, nul, nul + 1), say.nul());
    const lexed = lexLine(clean, number, this.lookup);
    lexed.problems.forEach(this.report);
    return lexed;
  }

  private roleOf({ words, problems }: LexedLine): LineRole {
    const [first] = words;
    if (problems.some((problem) => problem.severity === 'error')) return 'broken';
    if (first === undefined || first.value === '') return 'blank';
    if (first.value.startsWith('.')) return this.runDirective(words);
    if (!this.directives.active) return 'skipped';
    if (sectionTypes.has(first.value)) return 'header';
    return this.sections.length > 0 ? 'statement' : 'stray';
  }

  private runDirective(words: readonly Word[]): LineRole {
    this.directives.run(words);
    return 'directive';
  }

  private open(header: Line): void {
    const type = sectionTypes.get(header.words[0]?.value ?? '');
    if (type) this.sections.push({ type, header, lines: [] });
  }

  private setEnvironment(words: readonly Word[]): void {
    if (this.sections.at(-1)?.type.keyword !== 'global') return;
    const [keyword = '', ...args] = words.map((word) => word.value);
    this.environment.apply(keyword, args);
  }

  private readonly lookup = (name: string): string | undefined => {
    if (name === '.LINE') return String(this.lines.length + 1);
    if (name === '.FILE') return this.options.fileName ?? '';
    if (name === '.SECTION') return this.sections.at(-1)?.header.words[0]?.value ?? '';
    return this.environment.get(name);
  };

  private reportMissingLineEnd({ number, text }: Line): void {
    const end = rangeIn(number, text.length, text.length);
    const fixes = [{ title: say.addLineEnd(), range: end, newText: '\n' }];
    const range = rangeIn(number, Math.max(0, text.length - 1), text.length);
    this.report({ severity: 'warning', range, message: say.noFinalLineEnd(), fixes });
  }

  private reportByteOrderMark(): void {
    const range = rangeIn(0, 0, 1);
    const fixes = [{ title: say.removeByteOrderMark(), range, newText: '' }];
    this.report({ severity: 'warning', range, message: say.byteOrderMark(), fixes });
  }

  private say(severity: Diagnostic['severity'], range: Diagnostic['range'], message: Message): void {
    this.report({ severity, range, message });
  }
}
