import type { Range } from '../text/range';
import type { Section } from './document';
import { rangeAcross, rangeIn } from './line';
import type { Config, Proxy, Server } from './model';

/** A section or server as an outline, a code lens or “go to line” needs it. */
export interface OutlineItem {
  readonly kind: 'global' | 'defaults' | 'frontend' | 'backend' | 'listen' | 'server' | 'other';
  /** Its name; its keyword when it has none. */
  readonly name: string;
  /** Where its name stands. */
  readonly nameRange: Range;
  /** All of it: a section from its header to its last line that is not blank, a server's line. */
  readonly range: Range;
  readonly children: readonly OutlineItem[];
}

/** The sections of a document, in the order of the file, servers below their backend or listen. */
export function outlineOf({
  document,
  config,
}: {
  document: { sections: readonly Section[] };
  config: Config;
}): OutlineItem[] {
  const proxies = new Map([...config.defaults, ...config.proxies].map((proxy) => [proxy.section, proxy]));
  return document.sections.map((section) => sectionItem(section, proxies.get(section)));
}

/** The item of a proxy or, with `server`, of one of its servers; undefined when there is none of that name. */
export function findInOutline(
  items: readonly OutlineItem[],
  kinds: readonly OutlineItem['kind'][],
  name: string,
  server?: string,
): OutlineItem | undefined {
  const proxy = items.find((item) => kinds.includes(item.kind) && item.name === name);
  return server === undefined ? proxy : proxy?.children.find((item) => item.name === server);
}

function sectionItem(section: Section, proxy: Proxy | undefined): OutlineItem {
  const { keyword } = section.type;
  const [head, name = head] = section.header.words;
  const nameRange =
    proxy?.range ?? name?.range ?? rangeIn(section.header.number, 0, section.header.text.length);
  return {
    kind: proxy?.kind ?? (keyword === 'global' ? 'global' : 'other'),
    name: proxy ? proxy.name || keyword : (name?.value ?? keyword),
    nameRange,
    range: rangeOf(section),
    children: proxy?.servers.map((server) => serverItem(server, section)) ?? [],
  };
}

function serverItem({ name, range, address }: Server, section: Section): OutlineItem {
  const line = section.lines.find((each) => each.number === address.range.startLine);
  return {
    kind: 'server',
    name,
    nameRange: range,
    range: line
      ? rangeIn(line.number, line.words[0]?.range.startColumn ?? 0, line.text.length)
      : address.range,
    children: [],
  };
}

function rangeOf({ header, lines }: Section): Range {
  const last = lines.findLast((line) => line.role !== 'blank') ?? header;
  return rangeAcross(rangeIn(header.number, 0, 0), rangeIn(last.number, 0, last.text.length));
}
