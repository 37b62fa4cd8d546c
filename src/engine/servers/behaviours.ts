import type { Behaviour } from '../../core/api/server';
import { chargen } from './chargen';
import type { Converse, Host } from './conversation';
import { daytime } from './daytime';
import { discard } from './discard';
import { echo } from './echo';
import { httpServer } from './http';
import { reply } from './reply';

/** @throws Failure when the behaviour's options are no good */
export function converseAs(behaviour: Behaviour, host: Host): Converse {
  switch (behaviour.kind) {
    case 'echo':
      return echo(host);
    case 'discard':
      return discard();
    case 'chargen':
      return chargen(host);
    case 'daytime':
      return daytime(host);
    case 'reply':
      return reply(behaviour, host);
    case 'http':
      return httpServer(behaviour, host);
  }
}
