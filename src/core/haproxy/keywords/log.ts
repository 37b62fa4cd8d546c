import { anything, choice, integer, optional, word, type Argument } from '../arguments';
import type { Cursor } from '../cursor';
import { INERT, keyword, keywords, type Keyword } from '../keyword';
import { messages } from '../messages';
import type { Global, Proxy } from '../model';

const FORMATS = ['local', 'rfc3164', 'rfc5424', 'priority', 'short', 'timed', 'iso', 'raw'] as const;
const FACILITIES = [
  ...[
    'kern',
    'user',
    'mail',
    'daemon',
    'auth',
    'syslog',
    'lpr',
    'news',
    'uucp',
    'cron',
    'auth2',
    'ftp',
    'ntp',
  ],
  ...[
    'audit',
    'alert',
    'cron2',
    'local0',
    'local1',
    'local2',
    'local3',
    'local4',
    'local5',
    'local6',
    'local7',
  ],
];
const LEVELS = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'];

const address = word('<address>');
const length = integer({ min: 80, max: 65535 });
const format = choice(...FORMATS);
const text = word('<value>');
const facility = choice(...FACILITIES);
const level = choice(...LEVELS);

/** The options between the address and the facility. */
const LOG_OPTIONS: Readonly<Record<string, Argument<unknown>>> = {
  len: length,
  format,
  sample: text,
  profile: text,
};

/** `<address> [len …] [format …] [sample …] <facility> [<level> [<minlevel>]]` (configuration.txt 4.2, `log`). */
function readTarget(cursor: Cursor): void {
  address.read(cursor);
  for (let option = optionAhead(cursor); option; option = optionAhead(cursor)) {
    cursor.next();
    option.read(cursor);
  }
  facility.read(cursor);
  optional(level).read(cursor);
  optional(level).read(cursor);
}

function optionAhead(cursor: Cursor): Argument<unknown> | undefined {
  const name = cursor.peek()?.value ?? '';
  return Object.hasOwn(LOG_OPTIONS, name) ? LOG_OPTIONS[name] : undefined;
}

/** What follows `log`: a target, in a proxy also `global`; after `no`, nothing. */
function logTarget(place: 'global' | 'proxy'): Argument<void> {
  const target = '<address> <facility> [<level> [<minlevel>]]';
  return {
    label: place === 'proxy' ? `global|${target}` : target,
    values: place === 'proxy' ? ['global'] : [],
    read(cursor) {
      if (cursor.prefix) return;
      const first = cursor.peek();
      if (first?.value !== 'global') return readTarget(cursor);
      const message = messages.notInSection({ keyword: 'log global', section: place });
      if (place === 'global') cursor.refuse(message, first);
      cursor.next();
    },
  };
}

/** Where a proxy logs to; nothing is written by the embedded engine. */
export const logKeywords: readonly Keyword<Proxy>[] = [
  keyword({ name: 'log', on: 'DFLB', prefixes: ['no'], takes: [logTarget('proxy')], support: INERT }),
  keyword({ name: 'log-tag', on: 'DFLB', takes: [word('<tag>')], support: INERT }),
  ...keywords(['log-format', 'log-format-sd', 'error-log-format'], {
    on: 'DFL',
    takes: [word('<format>'), anything()],
    support: INERT,
  }),
];

/** Where the process logs to. */
export const globalLogKeywords: readonly Keyword<Global>[] = [
  keyword({ name: 'log', on: 'G', prefixes: ['no'], takes: [logTarget('global')], support: INERT }),
  keyword({ name: 'log-tag', on: 'G', takes: [word('<tag>')], support: INERT }),
  keyword({ name: 'log-send-hostname', on: 'G', takes: [optional(word('<name>'))], support: INERT }),
];
