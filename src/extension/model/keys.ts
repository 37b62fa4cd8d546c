import type { ServerRef } from '../../core/api/balancer';

/** What happened to the model: trees refresh the rows of these keys, or everything when rows came or went. */
export interface ModelChange {
  readonly structure: boolean;
  readonly keys: readonly string[];
}

/** Keys of rows. They are unique over all trees and stay the same over reloads, so that VS Code keeps what is open. */
export const keyOf = {
  server: (id: string) => `server:${id}`,
  file: (uri: string) => `file:${uri}`,
  frontend: (balancer: string, name: string) => `frontend:${balancer}#${name}`,
  backend: (balancer: string, name: string) => `backend:${balancer}#${name}`,
  member: (balancer: string, ref: ServerRef) => `member:${balancer}#${ref.backend}/${ref.server}`,
  sessionsOf: (node: string) => `sessions:${node}`,
  session: (id: string) => `session:${id}`,
};
