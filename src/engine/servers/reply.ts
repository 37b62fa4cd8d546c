import type { ReplyBehaviour, Template } from '../../core/api/server';
import { createFramer, FrameReader } from '../../core/bytes/framer';
import type { Framing } from '../../core/bytes/framing';
import { renderTemplate } from '../../core/bytes/template';
import type { Disposable } from '../../core/util/disposable';
import { AnswerQueue } from './answerQueue';
import type { Client, Conversation, Converse, Host } from './conversation';
import { serverMessages } from './serverMessages';

/** Bytes of a message that has not ended: more than that is no message, and would fill the memory. */
const MAX_MESSAGE = 1024 * 1024;

const nothing = new Uint8Array(0);

/**
 * Greets, then answers every message.
 * @throws RangeError when the framing's numbers are out of their range
 */
export function reply(behaviour: ReplyBehaviour, host: Host): Converse {
  if (behaviour.framing) createFramer(behaviour.framing);
  return (client) => new Replier(client, host, behaviour);
}

class Replier implements Conversation {
  private readonly answers: AnswerQueue;
  private readonly messages: FrameReader | undefined;
  private readonly framing: Framing;
  private silence: Disposable | undefined;
  private finished = false;

  constructor(
    private readonly client: Client,
    private readonly host: Host,
    private readonly behaviour: ReplyBehaviour,
  ) {
    this.answers = new AnswerQueue(client, host);
    this.framing = behaviour.framing ?? { kind: 'none' };
    if (this.framing.kind !== 'none') this.messages = new FrameReader(this.framing);
  }

  opened(): void {
    const { greeting, answer, closeAfterReply } = this.behaviour;
    if (greeting) this.client.write(this.render(greeting, nothing));
    if (closeAfterReply && !answer) this.finish();
  }

  received(bytes: Uint8Array): void {
    if (this.finished) return;
    if (!this.messages) {
      this.answer(bytes);
      return;
    }
    for (const message of this.messages.push(bytes, this.host.clock.now())) this.answer(message);
    if (this.messages.pending > MAX_MESSAGE)
      this.client.reset(serverMessages.messageTooLong({ max: MAX_MESSAGE }));
    else this.awaitSilence();
  }

  /** What a closed stream leaves is a last message, unless its framing says that it is cut short. */
  ended(): void {
    if (!['fixed', 'lengthPrefix'].includes(this.framing.kind)) this.flush();
    this.finish();
  }

  drained(): void {
    this.answers.drained();
  }

  closed(): void {
    this.silence?.dispose();
    this.answers.close();
  }

  private answer(request: Uint8Array): void {
    const { answer, closeAfterReply } = this.behaviour;
    if (!answer || this.finished) return;
    this.answers.push(request.length, () => {
      this.host.answers++;
      return this.render(answer, request);
    });
    if (closeAfterReply) this.finish();
  }

  private finish(): void {
    if (!this.finished) this.answers.finish();
    this.finished = true;
  }

  private awaitSilence(): void {
    if (this.framing.kind !== 'idle') return;
    this.silence?.dispose();
    this.silence = this.host.clock.after(this.framing.gapMs, () => {
      this.flush();
    });
  }

  private flush(): void {
    if (this.messages && this.messages.pending > 0) this.answer(this.messages.flush());
  }

  private render(template: Template, request: Uint8Array): Uint8Array {
    const { host, client } = this;
    return renderTemplate(template, {
      request,
      counter: host.answers,
      time: host.clock.wallTime(),
      node: host.name,
      peer: client.peer,
    });
  }
}
