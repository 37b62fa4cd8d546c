import type { NodeState } from '../../../core/api/node';
import type { Text } from '../text';
import { words } from '../text';

/** How a row of a tree looks; plain data, so that a row whose look is the same is not sent again. */
export interface RowView {
  readonly label: string;
  /** Beside the label, joined by dots. */
  readonly description: readonly Text[];
  readonly icon: Icon;
  /** Words that menus look for with `viewItem =~ /\bword\b/`. */
  readonly context: readonly string[];
  /** What a screen reader says after the label. */
  readonly spoken: readonly Text[];
  /** Shown pale: it is over. */
  readonly dimmed?: boolean;
}

/** A codicon and a theme colour. Every state has a shape of its own, so that colour is not needed to tell them apart. */
export interface Icon {
  readonly id: string;
  readonly color?: string;
}

const GREEN = 'charts.green';
const YELLOW = 'charts.yellow';
const ORANGE = 'charts.orange';
const RED = 'charts.red';
const BLUE = 'charts.blue';
const PURPLE = 'charts.purple';
const PALE = 'disabledForeground';

export const icons = {
  running: { id: 'pass-filled', color: GREEN },
  changing: { id: 'loading~spin', color: BLUE },
  stopped: { id: 'circle-outline', color: PALE },
  failed: { id: 'error', color: RED },
  partly: { id: 'warning', color: YELLOW },
  up: { id: 'pass-filled', color: GREEN },
  goingDown: { id: 'arrow-circle-down', color: YELLOW },
  down: { id: 'error', color: RED },
  goingUp: { id: 'arrow-circle-up', color: ORANGE },
  noCheck: { id: 'circle-filled', color: BLUE },
  drain: { id: 'debug-pause', color: PURPLE },
  maint: { id: 'tools', color: PURPLE },
  session: { id: 'arrow-swap', color: GREEN },
  connecting: { id: 'loading~spin', color: BLUE },
  queued: { id: 'watch', color: YELLOW },
  check: { id: 'heart', color: BLUE },
  ended: { id: 'circle-slash', color: PALE },
} as const satisfies Record<string, Icon>;

export function stateIcon(state: NodeState): Icon {
  switch (state) {
    case 'running':
      return icons.running;
    case 'failed':
      return icons.failed;
    case 'stopped':
      return icons.stopped;
    case 'starting':
    case 'stopping':
      return icons.changing;
  }
}

export function stateWord(state: NodeState): Text {
  return words[state]();
}

/** A parent's state from its children's: failed and running ones show through, whatever else there is. */
export function stateOfAll(states: readonly NodeState[]): NodeState {
  const order: readonly NodeState[] = ['failed', 'starting', 'stopping', 'running', 'stopped'];
  return order.find((state) => states.includes(state)) ?? 'stopped';
}
