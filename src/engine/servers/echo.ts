import { AnswerQueue } from './answerQueue';
import type { Converse, Host } from './conversation';

/** Sends back what comes (RFC 862). */
export function echo(host: Host): Converse {
  return (client) => {
    const answers = new AnswerQueue(client, host);
    return {
      received: (bytes) => {
        answers.push(bytes.length, () => bytes);
      },
      ended: () => {
        answers.finish();
      },
      drained: () => {
        answers.drained();
      },
      closed: () => {
        answers.close();
      },
    };
  };
}
