import type { Behaviour, HttpBehaviour, ReplyBehaviour, Template } from '../api/server';
import { decodeUtf8 } from '../bytes/utf8';
import type { Arguments } from './arguments';
import type { Problems } from './problems';
import type { Statement } from './statement';
import { readStatements } from './statements';
import { wireMessages } from './wireMessages';

type Draft<T> = { -readonly [K in keyof T]: T[K] };

export const behaviourKinds = ['echo', 'discard', 'chargen', 'daytime', 'reply', 'http'] as const;

/** What the statement of a behaviour and the options below it say. */
export function readBehaviour(
  kind: Behaviour['kind'],
  args: Arguments,
  statement: Statement,
  problems: Problems,
): Behaviour {
  switch (kind) {
    case 'reply':
      return readReply(statement, problems);
    case 'http':
      return readHttp(statement, problems);
    case 'echo':
    case 'discard':
    case 'chargen':
    case 'daytime':
      args.end();
      return { kind };
  }
}

function readReply(statement: Statement, problems: Problems): ReplyBehaviour {
  const reply: Draft<ReplyBehaviour> = { kind: 'reply' };
  const text = (set: (template: Template | undefined) => void) => (args: Arguments) => {
    set(args.template());
    args.end();
  };
  const options = {
    greeting: text((template) => (reply.greeting = template)),
    answer: text((template) => (reply.answer = template)),
    close: (args: Arguments) => {
      args.end();
      reply.closeAfterReply = true;
    },
  };
  readStatements(statement.children, options, problems);
  const says = statement.children.some(
    ({ keyword }) => keyword.text === 'greeting' || keyword.text === 'answer',
  );
  if (!says) problems.warn(statement.keyword.range, wireMessages.nothingToSay());
  return reply;
}

function readHttp(statement: Statement, problems: Problems): HttpBehaviour {
  const http: Draft<HttpBehaviour> = { kind: 'http' };
  const headers: [name: string, value: string][] = [];
  const options = {
    status: (args: Arguments) => {
      http.status = args.number(100, 999);
      args.end();
    },
    header: (args: Arguments, { keyword }: Statement) => {
      const header = readHeader(args, keyword.range, problems);
      if (header) headers.push(header);
    },
    body: (args: Arguments) => {
      http.body = args.template();
      args.end();
    },
  };
  readStatements(statement.children, options, problems, ['header']);
  if (headers.length > 0) http.headers = headers;
  return http;
}

/** RFC 9110, sections 5.1 and 5.5. */
function readHeader(
  args: Arguments,
  range: Statement['keyword']['range'],
  problems: Problems,
): [name: string, value: string] | undefined {
  const name = args.token('a name and a value in double quotes');
  if (!name) return undefined;
  const bytes = args.bytes();
  args.end();
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name.text))
    return problems.error(name.range, wireMessages.notHeaderName({ text: name.text }));
  if (!bytes) return undefined;
  const value = decodeUtf8(bytes);
  if (value === undefined || /[^\t\x20-\x7e\x80-\xff]/.test(value))
    return problems.error(range, wireMessages.notHeaderValue());
  return [name.text, value];
}
