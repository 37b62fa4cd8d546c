import { catalog, type Message } from '../../core/util/message';

export const machineMessages = catalog('machine', {
  local: 'on this machine',
  wsl: 'on WSL: {name}',
  ssh: 'on SSH: {name}',
  container: 'in the container {name}',
  other: 'on {name}',
});

export interface MachineFacts {
  /** vscode.env.remoteName: nothing in a local window. */
  readonly remoteName: string | undefined;
  /** Whether the extension runs on the user's side of a remote window. */
  readonly isUi: boolean;
  readonly hostname: string;
  /** The distribution's name inside WSL. */
  readonly distribution: string | undefined;
}

/** Where the sockets are: where the extension runs. */
export function machineOf({ remoteName, isUi, hostname, distribution }: MachineFacts): Message {
  if (remoteName === undefined || isUi) return machineMessages.local();
  if (remoteName === 'wsl') return machineMessages.wsl({ name: distribution ?? hostname });
  if (remoteName === 'ssh-remote') return machineMessages.ssh({ name: hostname });
  if (remoteName.endsWith('container')) return machineMessages.container({ name: hostname });
  return machineMessages.other({ name: hostname });
}
