import { catalog } from '../../core/util/message';

/** How a session ended, for a person. */
export const endings = catalog('session', {
  closedByClient: 'The client closed the connection (FIN).',
  closedByServer: 'The server closed the connection (FIN).',
  resetByClient: 'The client reset the connection ({code}).',
  resetByServer: 'The server reset the connection ({code}).',
  clientTimeout: 'Nothing moved on the client’s side for {ms} ms (timeout client).',
  serverTimeout: 'Nothing moved on the server’s side for {ms} ms (timeout server).',
  killed: 'Killed on request.',
  nodeStopped: 'Its node was stopped.',
  noBackend: 'The frontend “{frontend}” has no backend to give it to.',
  noServer: 'No server of the backend “{backend}” can take a session now.',
  connectFailed: 'No server of the backend “{backend}” could be reached: {reason}.',
  queueTimeout: 'No server had a free slot within {ms} ms (timeout queue).',
  leftQueue: 'The client left before a server was there for it.',
});
