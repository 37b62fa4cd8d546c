import { encodeUtf8 } from '../../core/bytes/utf8';
import { AnswerQueue } from './answerQueue';
import type { Converse, Host } from './conversation';

/** Says what time it is and closes, whatever the client says (RFC 867). */
export function daytime(host: Host): Converse {
  return (client) => {
    const answers = new AnswerQueue(client, host);
    return {
      opened: () => {
        answers.push(0, () => encodeUtf8(`${daytimeText(host.clock.wallTime())}\r\n`));
        answers.finish();
      },
      received: () => undefined,
      ended: () => undefined,
      drained: () => {
        answers.drained();
      },
      closed: () => {
        answers.close();
      },
    };
  };
}

const format = new Intl.DateTimeFormat('en-US', {
  weekday: 'long',
  month: 'long',
  day: 'numeric',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
});

/** The first of the forms that the RFC suggests: `Tuesday, February 22, 1982 17:37:43-UTC`. */
export function daytimeText(wallTime: number): string {
  const parts = new Map(format.formatToParts(wallTime).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const date = `${part('weekday')}, ${part('month')} ${part('day')}, ${part('year')}`;
  return `${date} ${part('hour')}:${part('minute')}:${part('second')}-UTC`;
}
