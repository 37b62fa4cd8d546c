import type { LooksOfPage, VisibleText } from './looksOfPage';

export const looks: LooksOfPage = { visibleTexts, foreignColours, paintedByTheBrowser };

function visibleTexts(selector: string): VisibleText[] {
  return [...document.querySelectorAll(selector)].flatMap((root) => [...elementsIn(root)].flatMap(textsOf));
}

function foreignColours(): string[] {
  const known = themeColours();
  const found = [...elementsIn(document.body)].flatMap((element) =>
    coloursOf(element)
      .filter(([, colour]) => !known.has(colour))
      .map(([property, colour]) => `${property} ${colour} in ${nameOf(element)}`),
  );
  return [...new Set(found)];
}

function paintedByTheBrowser(): string[] {
  const painted = new Set(['METER', 'PROGRESS', 'SELECT']);
  return [...elementsIn(document.body)].filter(({ tagName }) => painted.has(tagName)).map(nameOf);
}

/** An element and all within it that can be seen, through the borders of web components. */
function* elementsIn(root: Element): Iterable<Element> {
  if (!root.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return;
  yield root;
  for (const child of childrenOf(root)) yield* elementsIn(child);
}

function childrenOf(element: Element): Element[] {
  const assigned = element instanceof HTMLSlotElement ? element.assignedElements() : [];
  return [...(element.shadowRoot ?? element).children, ...assigned];
}

function parentOf(element: Element): Element | null {
  const root = element.getRootNode();
  return element.assignedSlot ?? element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

function* ancestorsOf(element: Element): Iterable<Element> {
  for (let next: Element | null = element; next; next = parentOf(next)) yield next;
}

function textsOf(element: Element): VisibleText[] {
  if (element instanceof HTMLStyleElement || element instanceof HTMLScriptElement) return [];
  const where = whereIs(element);
  const drawn = [...(element.shadowRoot ?? element).childNodes]
    .filter((node) => node instanceof Text && node.data.trim() !== '')
    .map((node) => ({ text: (node as Text).data.trim(), where, cut: isCut(node, element) }));
  const said = ['aria-label', 'title', 'placeholder', 'label'].map((name) =>
    element.getAttribute(name)?.trim(),
  );
  return [
    ...drawn,
    ...said.filter((text) => text).map((text) => ({ text: text as string, where, cut: false })),
  ];
}

function isCut(text: Node, parent: Element): boolean {
  const range = document.createRange();
  range.selectNodeContents(text);
  const { left, right, width } = range.getBoundingClientRect();
  if (width === 0) return false;
  for (const element of ancestorsOf(parent)) {
    const overflow = getComputedStyle(element).overflowX;
    if (overflow === 'visible' || getComputedStyle(element).display === 'inline') continue;
    const box = element.getBoundingClientRect();
    // What only a screen reader is meant to have stands in a box of one pixel.
    if (box.width <= 1 || overflow === 'auto' || overflow === 'scroll') return false;
    if (right > box.right + 1 || left < box.left - 1) return true;
  }
  return false;
}

function whereIs(element: Element): string {
  return [...ancestorsOf(element)].slice(0, 4).map(nameOf).join(' < ');
}

function nameOf(element: Element): string {
  return [element.localName, ...element.classList].join('.');
}

const colourProperties = [
  'color',
  'background-color',
  'border-top-color',
  'border-right-color',
  'border-bottom-color',
  'border-left-color',
  'fill',
] as const;

/** The colours that an element paints with. */
function coloursOf(element: Element): [property: string, colour: string][] {
  const style = getComputedStyle(element);
  return colourProperties
    .filter((property) => isPainted(style, property, element))
    .map((property) => [property, style.getPropertyValue(property)]);
}

function isPainted(style: CSSStyleDeclaration, property: string, element: Element): boolean {
  if (property === 'background-color') return true;
  if (property === 'fill') return element instanceof SVGGraphicsElement && style.fill !== 'none';
  if (property !== 'color') return parseFloat(style.getPropertyValue(property.replace('color', 'width'))) > 0;
  return textsOf(element).length > 0 || element.classList.contains('codicon');
}

/** What the theme's variables come to in the browser's own notation. */
function themeColours(): ReadonlySet<string> {
  const probe = document.body.appendChild(document.createElement('span'));
  const names = [...document.documentElement.style].filter((name) => name.startsWith('--vscode-'));
  const colours = names.map((name) => {
    probe.style.color = '';
    probe.style.color = document.documentElement.style.getPropertyValue(name);
    return probe.style.color === '' ? '' : getComputedStyle(probe).color;
  });
  probe.remove();
  return new Set([...colours, 'rgba(0, 0, 0, 0)']);
}
