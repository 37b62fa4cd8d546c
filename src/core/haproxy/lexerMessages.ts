import { catalog } from '../util/message';

/** What can be wrong with the text of a haproxy.cfg before its words have a meaning. */
export const lexerMessages = catalog('haproxy.text', {
  unmatchedQuote:
    'This quote is never closed. Quotes end on their line: close it, or write \\" for the character.',
  badHex: '“\\x” takes two hexadecimal digits, such as \\x41. Write \\\\x for the two characters.',
  badVariableName: 'A variable’s name starts with a letter, “_” or “.”. Write \\$ for a dollar sign.',
  unmatchedBrace: 'This variable is never closed. Write it as {form}.',
  badWordExpansion: 'Only “[*]” may follow a variable’s name, to cut its value into words.',
  tooManyWords: 'A line has at most {max} words; this one and those after it are too many.',
  strayCarriageReturn: 'HAProxy takes this carriage return as the end of the line: what follows is ignored.',
  nul: 'There is a NUL byte here: HAProxy stops reading the file at it. Remove it.',
  byteOrderMark:
    'The file starts with a byte order mark, which HAProxy takes as part of the first word. Save it as UTF-8 without one.',
  noFinalLineEnd: 'The last line has no line end: HAProxy refuses the file as cut off. End it with one.',
  addLineEnd: 'Add a line end',
  removeByteOrderMark: 'Remove the byte order mark',
  emptyArgument: 'An empty word ends the line for HAProxy: what follows is ignored. Remove it.',
  loneElse: '“{directive}” has no “.if” before it.',
  afterElse: '“{directive}” cannot follow “.else”.',
  unclosedIf: 'This “.if” is never ended. Add “.endif”.',
  unknownDirective:
    '“{directive}” is not a directive. There are .if, .elif, .else, .endif, .notice, .warning, .alert and .diag.',
  extraDirectiveWord: '“{directive}” takes nothing more: “{word}” is too much. Quote a text that has spaces.',
  badCondition: '“{text}” cannot be read as a condition.',
  unknownPredicate: '“{name}” is not something a condition can ask.',
  conditionArguments: '“{name}” takes {expected} arguments here, got {got}.',
  said: '{text}',
});
