import type { Behaviour, HttpBehaviour, ReplyBehaviour, Template } from '../api/server';
import { printEscapes } from '../bytes/escapes';
import type { Framing } from '../bytes/framing';
import { printTemplate } from '../bytes/template';
import { encodeUtf8 } from '../bytes/utf8';
import { formatAddress } from '../net/address';
import { printDuration } from './duration';
import type { DeclaredTls, ServerDeclaration } from './model';

/** The server as a block that `parseWire` reads back as the same declaration; ends with a line end. */
export function printServer(server: ServerDeclaration): string {
  const { name, address, behaviour, delayMs = 0, tls } = server;
  const lines = [
    `### ${name}`,
    `listen ${printWord(formatAddress(address))}`,
    ...printFraming(behaviour),
    ...printBehaviour(behaviour),
    ...(delayMs > 0 ? [`delay ${printDuration(delayMs)}`] : []),
    ...(tls ? printTls(tls) : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function printBehaviour(behaviour: Behaviour): string[] {
  const options = behaviourOptions(behaviour);
  return [behaviour.kind, ...options.map((option) => `  ${option}`)];
}

function behaviourOptions(behaviour: Behaviour): string[] {
  switch (behaviour.kind) {
    case 'reply':
      return replyOptions(behaviour);
    case 'http':
      return httpOptions(behaviour);
    case 'echo':
    case 'discard':
    case 'chargen':
    case 'daytime':
      return [];
  }
}

function replyOptions({ greeting, answer, closeAfterReply }: ReplyBehaviour): string[] {
  return [
    ...(greeting ? [`greeting ${printText(greeting)}`] : []),
    ...(answer ? [`answer ${printText(answer)}`] : []),
    ...(closeAfterReply ? ['close'] : []),
  ];
}

function httpOptions({ status, headers = [], body }: HttpBehaviour): string[] {
  return [
    ...(status === undefined ? [] : [`status ${status}`]),
    ...headers.map(([name, value]) => `header ${name} ${quote(printEscapes(encodeUtf8(value)))}`),
    ...(body ? [`body ${printText(body)}`] : []),
  ];
}

function printFraming(behaviour: Behaviour): string[] {
  if (behaviour.kind !== 'reply' || !behaviour.framing || behaviour.framing.kind === 'none') return [];
  return [`framing ${framingWords(behaviour.framing)}`];
}

function framingWords(framing: Exclude<Framing, { kind: 'none' }>): string {
  switch (framing.kind) {
    case 'line':
      return 'line';
    case 'delimiter':
      return `delimiter ${quote(printEscapes(framing.delimiter))}`;
    case 'fixed':
      return `fixed ${framing.length}`;
    case 'lengthPrefix':
      return `length ${framing.width} ${framing.byteOrder}${framing.includesPrefix ? ' inclusive' : ''}`;
    case 'idle':
      return `idle ${printDuration(framing.gapMs)}`;
  }
}

function printTls(tls: DeclaredTls): string[] {
  if (tls.kind === 'selfSigned') return ['tls self-signed'];
  return ['tls', `  cert ${printWord(tls.cert)}`, `  key ${printWord(tls.key)}`];
}

function printText(template: Template): string {
  return quote(printTemplate(template));
}

/** A word that can stand without quotes does. */
function printWord(text: string): string {
  return /^[^\s"#]+$/.test(text) ? text : `"${text}"`;
}

/** No escape has a quote in it, so every quote of a printed text is a character. */
function quote(printed: string): string {
  return `"${printed.replaceAll('"', '\\"')}"`;
}
