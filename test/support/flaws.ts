import type { ConsolePanel } from './consolePanel';
import { ask } from './looks';
import type { VisibleText } from './page/looksOfPage';
import { untranslated } from './translations';
import type { Language, Workbench } from './workbench';

/** What of the workbench is ours: the rest speaks English, whatever the display language. */
const ours = [
  '.part.sidebar .composite.title .title-label',
  '.part.sidebar .pane-header',
  '.part.sidebar .pane-body',
  '.codelens-decoration',
  '.tabs-container',
  '.statusbar-item[id^="wirebench"]',
  '.notification-toast',
  '.gettingStartedContainer .getting-started-category',
  '.gettingStartedContainer .getting-started-step',
  '.quick-input-widget .quick-input-title',
  '.quick-input-widget .quick-input-list',
].join(', ');

/** Bytes that went over the wire, and what an editor scrolls to: they are as long as they are. */
const maybeLong = /span\.content\b|div\.details\b/;

/** What nobody would put on a marketplace page, each as a sentence. */
export async function flawsOf(
  workbench: Workbench,
  { language, narrow }: { readonly language: Language; readonly narrow: boolean },
  console?: ConsolePanel,
): Promise<string[]> {
  const texts = await ask(workbench.page, 'visibleTexts', ours);
  if (console) texts.push(...(await ask(console.frame, 'visibleTexts', 'body')));
  return [
    ...texts
      .filter((text) => mayNotBeCut(text, narrow))
      .map(({ text, where }) => `“${text}” is cut (${where})`),
    ...texts
      .filter(({ text }) => /%[\w.]+%|\{\w+\}/.test(text))
      .map(({ text }) => `“${text}” has a place left`),
    ...(language === 'ko' ? notKorean(texts) : []),
    ...(console ? await coloursOf(console) : []),
  ];
}

/** Descriptions of rows may end in an ellipsis where there is little room, sentences at their end everywhere. */
function mayNotBeCut({ text, where, cut }: VisibleText, narrow: boolean): boolean {
  if (!cut || maybeLong.test(where)) return false;
  return !(where.includes('label-description') && (narrow || text.endsWith('.')));
}

function notKorean(texts: readonly VisibleText[]): string[] {
  const isEnglish = untranslated();
  const english = texts.filter(({ text }) => text.split(/ · |, /).some(isEnglish));
  const korean = texts.filter(({ text }) => /\p{Script=Hangul}/u.test(text));
  return [
    ...english.map(({ text, where }) => `“${text}” is English (${where})`),
    ...(korean.length > 10 ? [] : [`only ${korean.length} texts are Korean`]),
  ];
}

async function coloursOf({ frame }: ConsolePanel): Promise<string[]> {
  const foreign = await ask(frame, 'foreignColours');
  const painted = await ask(frame, 'paintedByTheBrowser');
  return [
    ...foreign.map((colour) => `${colour} is not the theme’s`),
    ...painted.map((element) => `${element} is painted by the browser`),
  ];
}
