import type { HttpBehaviour, ReplyBehaviour, ServerSpec, Template } from '../../core/api/server';
import { compileTemplate, printTemplate, templateValues } from '../../core/bytes/template';
import { formatAddress, parseAddress } from '../../core/net/address';
import { Failure, catalog } from '../../core/util/message';
import { durationOf, printDuration } from '../../core/wire/duration';
import { wireMessages } from '../../core/wire/wireMessages';
import type { Text } from './text';

export const optionWords = catalog('serverOption', {
  name: 'Name',
  address: 'Address',
  addressHelp: 'HOST:PORT, a port alone for 127.0.0.1, [IPv6]:PORT, *:PORT or unix@/path',
  greeting: 'Greeting',
  greetingHelp: 'Sent to each client that connects: text with escapes and {values}. Leave it empty for none.',
  answer: 'Answer',
  answerHelp: 'Sent for every message: text with escapes and {values}. Leave it empty for none.',
  message: 'A message is',
  line: 'a line',
  chunk: 'what arrives at once',
  afterAnswer: 'After the first answer',
  closes: 'closes the connection',
  stays: 'stays connected',
  status: 'Status',
  statusHelp: '100 to 999',
  badStatus: 'An HTTP status is a whole number from 100 to 999.',
  body: 'Body',
  bodyHelp: 'Text with escapes and {values}. Left empty, it names the server.',
  delay: 'Delay of answers',
  delayHelp: 'Such as 50ms, 1.5s or 2m. Leave it empty for none.',
  selfSigned: 'with a certificate made for this server',
  off: 'off',
  none: 'none',
});

/** One thing that can be set of a server, and what it is now. */
export interface ServerOption {
  readonly label: Text;
  readonly value: Text;
  readonly change: Change;
}

/** How it is changed: to a text that is asked for, or to the other of two states. */
export type Change =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly help: Text;
      /** @throws Failure when the text will not do */
      readonly set: (text: string) => ServerSpec;
    }
  | { readonly kind: 'toggle'; readonly set: () => ServerSpec };

/** @param checked returns a name as it is kept; throws a Failure when it will not do */
export function optionsOf(spec: ServerSpec, checked: (name: string) => string): readonly ServerOption[] {
  const { behaviour } = spec;
  return [
    text(optionWords.name(), spec.name, '', (name) => ({ ...spec, name: checked(name) })),
    addressOption(spec),
    ...(behaviour.kind === 'reply' ? replyOptions(spec, behaviour) : []),
    ...(behaviour.kind === 'http' ? httpOptions(spec, behaviour) : []),
    ...(behaviour.kind === 'discard' ? [] : [delayOption(spec)]),
    tlsOption(spec),
  ];
}

function addressOption(spec: ServerSpec): ServerOption {
  const set = (address: string) => ({ ...spec, address: parseAddress(address) });
  return text(optionWords.address(), formatAddress(spec.address), optionWords.addressHelp(), set);
}

function replyOptions(spec: ServerSpec, reply: ReplyBehaviour): ServerOption[] {
  const set = (part: Partial<ReplyBehaviour>) => ({ ...spec, behaviour: speaking({ ...reply, ...part }) });
  const { greeting, answer, closeAfterReply, framing } = reply;
  const help = { greeting: optionWords.greetingHelp({ values }), answer: optionWords.answerHelp({ values }) };
  return [
    text(optionWords.greeting(), print(greeting), help.greeting, (to) => set({ greeting: compile(to) })),
    text(optionWords.answer(), print(answer), help.answer, (to) => set({ answer: compile(to) })),
    toggle(optionWords.message(), framing ? optionWords.line() : optionWords.chunk(), () =>
      set({ framing: framing ? undefined : { kind: 'line' } }),
    ),
    toggle(optionWords.afterAnswer(), closeAfterReply ? optionWords.closes() : optionWords.stays(), () =>
      set({ closeAfterReply: !closeAfterReply }),
    ),
  ];
}

function httpOptions(spec: ServerSpec, http: HttpBehaviour): ServerOption[] {
  const set = (part: Partial<HttpBehaviour>) => ({ ...spec, behaviour: { ...http, ...part } });
  return [
    text(optionWords.status(), String(http.status ?? 200), optionWords.statusHelp(), (to) =>
      set({ status: statusOf(to) }),
    ),
    text(optionWords.body(), print(http.body), optionWords.bodyHelp({ values }), (to) =>
      set({ body: compile(to) }),
    ),
  ];
}

function delayOption(spec: ServerSpec): ServerOption {
  const { delayMs = 0 } = spec;
  const set = (to: string) => ({ ...spec, delayMs: to.trim() === '' ? undefined : delayOf(to.trim()) });
  return text(optionWords.delay(), delayMs > 0 ? printDuration(delayMs) : '', optionWords.delayHelp(), set);
}

function tlsOption(spec: ServerSpec): ServerOption {
  const set = (): ServerSpec => ({ ...spec, tls: spec.tls ? undefined : { certificate: 'self-signed' } });
  return toggle('TLS', spec.tls ? optionWords.selfSigned() : optionWords.off(), set);
}

const values = templateValues.map((value) => `{${value}}`).join(' ');

function text(label: Text, now: string, help: Text, set: (text: string) => ServerSpec): ServerOption {
  return { label, value: now || optionWords.none(), change: { kind: 'text', text: now, help, set } };
}

function toggle(label: Text, value: Text, set: () => ServerSpec): ServerOption {
  return { label, value, change: { kind: 'toggle', set } };
}

function print(template: Template | undefined): string {
  return template ? printTemplate(template) : '';
}

function compile(template: string): Template | undefined {
  return template === '' ? undefined : compileTemplate(template);
}

function speaking(reply: ReplyBehaviour): ReplyBehaviour {
  if (!reply.greeting && !reply.answer) throw new Failure(wireMessages.nothingToSay());
  return reply;
}

function statusOf(text: string): number {
  const status = /^\d{3}$/.test(text.trim()) ? Number(text) : 0;
  if (status < 100) throw new Failure(optionWords.badStatus());
  return status;
}

function delayOf(text: string): number {
  const ms = durationOf(text);
  if (ms === undefined) throw new Failure(wireMessages.notDuration({ text }));
  return ms;
}
