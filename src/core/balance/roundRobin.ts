import type { Algorithm } from './algorithm';
import { MAX_EFFECTIVE_WEIGHT, type PoolServer } from './poolServer';
import { SortedList } from './sortedList';

/** Keys of the current round are positions in 256ths, so that the weight decides among equal positions. */
const KEY_SCALE = 256;
const WEIGHT_IN_KEY = 16;

/** A server's place in the rounds. */
class Turn<S> {
  /** Order within `queue`. */
  key = 0;
  queue: SortedList<Turn<S>> | undefined;
  /** The effective weight that the group's total holds for it. */
  weight = 0;
  last = 0;
  next = 0;
  /** What division left over of the distance between its turns. */
  rest = 0;

  constructor(readonly server: S) {}
}

/**
 * HAProxy's `balance roundrobin`: weighted turns spread as evenly as they can be, for weights that change at any time.
 * Each server's next turn is a position on a line; a round is as long as the sum of the weights, and what falls
 * beyond its end waits for the next one.
 */
export class RoundRobin<S extends PoolServer> implements Algorithm<S> {
  private readonly turns = new Map<S, Turn<S>>();
  private current = new SortedList<Turn<S>>();
  /** Servers that had no turn in this round yet, and those that wait for the next one: the heaviest first. */
  private initial = new SortedList<Turn<S>>();
  private following = new SortedList<Turn<S>>();
  private totalWeight = 0;
  private roundWeight = 0;
  private position = 0;

  constructor(servers: readonly S[]) {
    for (const server of servers) {
      const turn = new Turn(server);
      this.turns.set(server, turn);
      turn.weight = server.effectiveWeight;
      if (turn.weight > 0) this.wait(turn, this.initial);
      this.totalWeight += turn.weight;
    }
    this.position = this.roundWeight = this.totalWeight;
  }

  reweigh(server: S): void {
    const turn = this.turns.get(server);
    if (!turn || turn.weight === server.effectiveWeight) return;
    const before = turn.weight;
    turn.weight = server.effectiveWeight;
    this.totalWeight += turn.weight - before;
    if (turn.weight === 0) this.leave(turn);
    else if (before === 0) this.join(turn);
    else this.adjust(turn);
  }

  reload(): void {
    // Turns do not depend on the load; a full server is passed over when its turn comes.
  }

  pick(avoid?: S): S | undefined {
    if (this.roundWeight === 0) this.position = this.roundWeight = this.totalWeight;
    const aside: Turn<S>[] = [];
    let avoided: Turn<S> | undefined;
    let switched = false;
    let chosen: Turn<S> | undefined;
    while (!chosen) {
      const turn = this.upcoming();
      if (turn) {
        this.consume(turn);
        const fits = !turn.server.isSaturated;
        if (fits && (turn.server !== avoid || avoided)) chosen = turn;
        else aside.push(turn);
        if (fits) avoided ??= turn;
      } else if (switched) {
        chosen = avoided;
        break;
      } else {
        switched = true;
        this.startRound();
      }
    }
    if (chosen) this.enqueue(chosen);
    this.putBack(aside.filter((turn) => turn !== chosen).reverse(), switched);
    return chosen?.server;
  }

  /** Those passed over get their places back, or begin anew when a new round has begun meanwhile. */
  private putBack(turns: readonly Turn<S>[], newRound: boolean): void {
    for (const turn of turns) {
      if (newRound) this.wait(turn, this.initial);
      else this.enqueue(turn);
    }
  }

  private upcoming(): Turn<S> | undefined {
    const due = this.current.first;
    if (due && due.next <= this.position) return due;
    const fresh = this.initial.first;
    if (!fresh) return due;
    fresh.next = fresh.rest = 0;
    return fresh;
  }

  private consume(turn: Turn<S>): void {
    this.leave(turn);
    if (turn.next === 0) turn.next = this.position;
    turn.last = turn.next;
    turn.next += Math.floor(this.totalWeight / turn.weight);
    turn.rest += this.totalWeight % turn.weight;
    if (turn.rest >= turn.weight) {
      turn.rest -= turn.weight;
      turn.next++;
    }
    this.position++;
  }

  private startRound(): void {
    [this.initial, this.following] = [this.following, this.initial];
    this.position = this.roundWeight = this.totalWeight;
  }

  /** Puts the turn into this round, or into the next one when it lies beyond the end. */
  private enqueue(turn: Turn<S>): void {
    if (turn.next >= 2 * this.roundWeight || turn.next >= this.roundWeight + this.totalWeight) {
      turn.next -= this.roundWeight;
      this.wait(turn, this.following);
      return;
    }
    const byWeight = Math.floor((MAX_EFFECTIVE_WEIGHT + turn.rest - turn.weight) / WEIGHT_IN_KEY);
    this.insert(turn, this.current, KEY_SCALE * turn.next + byWeight);
  }

  private wait(turn: Turn<S>, queue: SortedList<Turn<S>>): void {
    this.insert(turn, queue, MAX_EFFECTIVE_WEIGHT - turn.weight);
  }

  private insert(turn: Turn<S>, queue: SortedList<Turn<S>>, key: number): void {
    turn.key = key;
    turn.queue = queue;
    queue.insert(turn);
  }

  private leave(turn: Turn<S>): void {
    turn.queue?.remove(turn);
    turn.queue = undefined;
  }

  /** A server that comes back has its turn one whole distance from the end of what is left of the round. */
  private join(turn: Turn<S>): void {
    const left = this.totalWeight + this.roundWeight - this.position;
    turn.next = this.position + Math.floor(left / turn.weight);
    this.enqueue(turn);
  }

  /** With a new weight the next turn comes sooner, never later than it would have come. */
  private adjust(turn: Turn<S>): void {
    const { queue } = turn;
    this.leave(turn);
    if (queue === this.initial) {
      this.wait(turn, this.initial);
      return;
    }
    if (queue === this.following) turn.next += this.roundWeight;
    const step = Math.floor(this.totalWeight / turn.weight);
    turn.next = Math.min(turn.next, turn.last + step);
    turn.rest = 0;
    if (turn.next < this.position + 2) turn.next = this.position + step;
    this.enqueue(turn);
  }
}
