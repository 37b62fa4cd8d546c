import type { Diagnostic } from '../text/diagnostic';
import type { Message } from '../util/message';
import { replaceBy } from './arguments';
import type { ReadContext } from './cursor';
import { statementsOf, type Document, type Section } from './document';
import type { Keyword } from './keyword';
import type { Word } from './line';
import { messages } from './messages';
import { copySettings, emptySettings, type Config, type Global, type Proxy, type Settings } from './model';
import { badNameCharacter } from './names';
import { globalTable, proxyTable } from './registry';
import { isProxyKind, sectionTypes, type ProxyKind } from './sections';
import { readStatement, type Place } from './statementReader';
import { nearest } from '../text/suggest';
import type { Table } from './table';
import { isAtLeast } from './version';

/** The letter of each section in `Keyword.on`. */
const LETTERS: Readonly<Record<ProxyKind, string>> = {
  defaults: 'D',
  frontend: 'F',
  listen: 'L',
  backend: 'B',
};

/** Reads what the sections of a document say, each proxy on top of its defaults. */
export function readConfig(document: Document, context: ReadContext): Config {
  return new ConfigReader(context).read(document);
}

/** The words of a section's header, put in their places. */
interface Header {
  readonly keyword: Word;
  readonly name?: Word;
  /** The `defaults` that it names. */
  readonly from?: Word;
}

class ConfigReader {
  private readonly global: Global = {};
  private readonly defaults: Proxy[] = [];
  private readonly proxies: Proxy[] = [];

  constructor(private readonly context: ReadContext) {}

  read(document: Document): Config {
    for (const line of document.lines) {
      const [first] = line.words;
      if (line.role === 'stray' && first) this.refuseStray(first);
    }
    document.sections.forEach((section) => {
      this.readSection(section);
    });
    return { global: this.global, defaults: this.defaults, proxies: this.proxies };
  }

  private refuseStray(first: Word): void {
    const fixes = replaceBy(first, nearest(first.value, sectionTypes.keys()));
    this.report('error', first, messages.outOfSection({ word: first.value }), fixes);
  }

  private readSection(section: Section): void {
    const { keyword } = section.type;
    const header = this.readHeader(section);
    if (keyword === 'global') this.readLines(section, this.global, ['G'], globalTable);
    else if (isProxyKind(keyword)) this.readProxy(section, keyword, header);
    else this.reportKept(section, header.keyword);
  }

  private reportKept({ type }: Section, place: Word): void {
    const section = type.keyword;
    const { version } = this.context;
    if (type.since !== undefined && !isAtLeast(version, type.since)) {
      this.report('error', place, messages.sectionSince({ section, since: type.since, version }));
    } else if (type.support === 'refused') this.report('error', place, messages.sectionRefused({ section }));
    else this.report('info', place, messages.sectionKept({ section }));
  }

  private readHeader({ header, type }: Section): Header {
    const [keyword, ...rest] = header.words as readonly [Word, ...Word[]];
    const words = rest.filter((word) => word.value !== '');
    const named = type.name !== 'none' && !this.startsWithFrom(words, type.name) ? words.shift() : undefined;
    const from = isProxyKind(type.keyword) && words[0]?.value === 'from' ? words[1] : undefined;
    if (!named && type.name === 'required')
      this.report('error', keyword, messages.sectionName({ section: type.keyword }));
    if (named) this.checkName(named, type.keyword);
    this.checkExtra(words[from ? 2 : 0], type.keyword);
    return { keyword, name: named, from };
  }

  /** `defaults from x` has no name; a `frontend from` is named “from”. */
  private startsWithFrom(words: readonly Word[], name: 'required' | 'optional'): boolean {
    return name === 'optional' && words[0]?.value === 'from';
  }

  private checkName(name: Word, section: string): void {
    const character = badNameCharacter(name.value);
    if (!character || section === 'defaults') return;
    this.report('error', name, messages.badNameCharacter({ character, name: name.value }));
  }

  private checkExtra(extra: Word | undefined, section: string): void {
    if (!extra) return;
    const hears = section === 'frontend' || section === 'listen';
    const tolerated = section === 'backend' || section === 'defaults';
    if (hears) this.report('error', extra, messages.addressInHeader({ word: extra.value }));
    else if (tolerated)
      this.report('warning', extra, messages.ignoredArgument({ keyword: section, word: extra.value }));
    else if (section === 'global')
      this.report('error', extra, messages.extraHeaderWord({ word: extra.value, section }));
  }

  private readProxy(section: Section, kind: ProxyKind, { keyword, name, from }: Header): void {
    const proxy: Proxy = {
      kind,
      name: name?.value ?? '',
      range: (name ?? keyword).range,
      section,
      settings: this.inherited(kind, from),
      binds: [],
      servers: [],
    };
    const letters = kind === 'defaults' && name ? ['D', 'd'] : [LETTERS[kind]];
    this.readLines(section, proxy, letters, proxyTable);
    (kind === 'defaults' ? this.defaults : this.proxies).push(proxy);
  }

  /** The settings of the `defaults` that counts: the one named, else the latest one; a `defaults` alone starts fresh. */
  private inherited(kind: ProxyKind, from: Word | undefined): Settings {
    const base = from ? this.findDefaults(from) : kind === 'defaults' ? undefined : this.defaults.at(-1);
    return base ? copySettings(base.settings) : emptySettings();
  }

  private findDefaults(from: Word): Proxy | undefined {
    const [first, second] = this.defaults.filter((each) => each.name === from.value);
    const name = from.value;
    if (!first) this.report('error', from, messages.noSuchDefaults({ name }));
    else if (second) {
      const [a, b] = [lineOf(first), lineOf(second)];
      this.report('error', from, messages.ambiguousDefaults({ name, first: a, second: b }));
    }
    return first;
  }

  private readLines<T>(
    section: Section,
    target: T,
    letters: readonly string[],
    table: Table<T, Keyword<T>>,
  ): void {
    const place: Place<T> = { section: section.type.keyword, letters, table };
    for (const line of statementsOf(section)) readStatement(line, place, this.context)?.(target);
  }

  private report(
    severity: Diagnostic['severity'],
    { range }: Word,
    message: Message,
    fixes?: Diagnostic['fixes'],
  ): void {
    this.context.report({ severity, range, message, fixes });
  }
}

function lineOf(proxy: Proxy): number {
  return proxy.range.startLine + 1;
}
