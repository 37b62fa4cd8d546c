import type { Template, TemplateValue } from '../api/server';
import { nearest } from '../text/suggest';
import { concatBytes } from './concat';
import { parseEscapes, printEscapes } from './escapes';
import { ParseFailure, payloadMessages } from './parseFailure';
import { encodeUtf8 } from './utf8';

/** What `render` puts into the places of a template. */
export interface TemplateContext {
  /** The message as it came: its bytes are put in as they are. */
  readonly request: Uint8Array;
  readonly counter: number;
  /** Wall time in milliseconds since 1970; shown as ISO 8601 in UTC. */
  readonly time: number;
  readonly node: string;
  readonly peer: string;
}

export const templateValues = [
  'request',
  'counter',
  'time',
  'node',
  'peer',
] as const satisfies TemplateValue[];

/** What a server answers that is told to reply, but not what. */
export const plainAnswer = '{node} heard: {request}';

const OPEN = 0x7b;
const pieces = /\{\{|\{([A-Za-z][\w-]*)\}|\{|(?:[^{\\]|\\u\{[^}]*\}?|\\[^]?)+/gu;

/**
 * Compiles a text with escapes (`parseEscapes`) and values in braces; `{{` is a brace, a closing brace alone is itself.
 * @throws ParseFailure with the place of what is not an escape or not a value
 */
export function compileTemplate(text: string): Template {
  const template: (Uint8Array | TemplateValue)[] = [];
  let literal: Uint8Array[] = [];
  const endLiteral = () => {
    if (literal.length > 0) template.push(concatBytes(literal));
    literal = [];
  };
  for (const { 0: piece, 1: name, index } of text.matchAll(pieces)) {
    if (name !== undefined) {
      endLiteral();
      template.push(valueNamed(name, index));
    } else literal.push(literalBytes(piece, index));
  }
  endLiteral();
  return template;
}

function literalBytes(piece: string, at: number): Uint8Array {
  if (piece === '{{') return Uint8Array.of(OPEN);
  if (piece === '{') throw new ParseFailure(payloadMessages.openBrace({ open: '{' }), at, 1);
  try {
    return parseEscapes(piece);
  } catch (error) {
    throw error instanceof ParseFailure ? error.shifted(at) : error;
  }
}

function valueNamed(name: string, at: number): TemplateValue {
  const found = templateValues.find((value) => value === name);
  if (found) return found;
  const similar = nearest(name, templateValues);
  const known = templateValues.map((value) => `{${value}}`).join(' ');
  const message = similar
    ? payloadMessages.similarPlace({ open: '{', name, similar })
    : payloadMessages.unknownPlace({ open: '{', name, known });
  throw new ParseFailure(message, at, name.length + 2);
}

/** The template as a text that `compileTemplate` reads back exactly. */
export function printTemplate(template: Template): string {
  return template.map((part) => (typeof part === 'string' ? `{${part}}` : printLiteral(part))).join('');
}

/** Only braces of the payload are doubled, not those of the \u{…} that printing makes. */
function printLiteral(bytes: Uint8Array): string {
  const brace = bytes.indexOf(OPEN);
  if (brace < 0) return printEscapes(bytes);
  return `${printEscapes(bytes.subarray(0, brace))}{{${printLiteral(bytes.subarray(brace + 1))}`;
}

/** The bytes of an answer. */
export function renderTemplate(template: Template, context: TemplateContext): Uint8Array {
  return concatBytes(template.map((part) => (typeof part === 'string' ? valueBytes(part, context) : part)));
}

function valueBytes(value: TemplateValue, context: TemplateContext): Uint8Array {
  if (value === 'request') return context.request;
  if (value === 'time') return encodeUtf8(new Date(context.time).toISOString());
  return encodeUtf8(String(context[value]));
}
