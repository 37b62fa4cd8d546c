import { catalog } from '../util/message';

export const wireMessages = catalog('wire', {
  beforeFirstBlock: 'This stands before the first block. A block begins with a line “### NAME”.',
  noName: 'This block has no name. Write “### NAME”.',
  sameName: 'Another block is called “{name}”, in line {line}. Names are unique in a file.',
  noListen: '“{name}” does not say where it listens. Add a line such as “listen 127.0.0.1:5000”.',
  noBehaviour: '“{name}” does not say what it does. Add one of {known}.',
  secondBehaviour: '“{name}” does two things: this, and “{first}” in line {line}. A block has one behaviour.',
  repeated: '“{word}” is given already, in line {line}.',
  unknown: '“{word}” is not known here. Known are {known}.',
  similar: '“{word}” is not known here. Did you mean “{similar}”?',
  nothingInside: '“{word}” takes no options of its own: nothing may be indented below it.',
  missing: '“{word}” needs {what}.',
  surplus: '“{word}” takes nothing more: “{text}” is too much.',
  needsQuotes: 'Text stands in double quotes.',
  noQuotes: '“{text}” stands without quotes here.',
  openQuote: 'This text has no closing quote.',
  notNumber: '“{text}” is not a whole number from {min} to {max}.',
  noUnit: '“{text}” has no unit. Write {text}ms, {text}s or {text}m.',
  notDuration: '“{text}” is not a time. Write a number with ms, s, m or h, up to 24h, such as 50ms.',
  notHeaderName: '“{text}” is not a name that an HTTP header can have.',
  notHeaderValue: 'An HTTP header cannot have this value: it is one line of characters up to U+00FF.',
  emptyDelimiter: 'A delimiter has at least one byte.',
  incompleteTls:
    '“tls” needs both a certificate and its key: “cert PATH” and “key PATH” below it, or “tls self-signed”.',
  noFraming: '“framing” has no effect with “{behaviour}”, which does not look at messages.',
  nothingToSay:
    'This reply has neither a greeting nor an answer. Add “greeting "…"” or “answer "…"” below it.',
  noCertificateFile:
    'The certificate of “{name}” is in no file that could be named. Save certificate and key as files first.',
  changeTo: 'Change to “{text}”',
  remove: 'Remove it',
  putInQuotes: 'Put it in double quotes',
  closeQuote: 'Close the quote',
  doubleIt: 'Write “{text}”',
});
