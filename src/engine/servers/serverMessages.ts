import { catalog } from '../../core/util/message';

export const serverMessages = catalog('server', {
  running: '“{name}” is running already. Stop it first.',
  noSuchSession: 'This client is no longer connected.',
  connected: '{client} connected.',
  secured: 'TLS is set up ({protocol}, {cipher}).',
  clientFinished: 'The client half-closed (FIN): it will send no more.',
  serverFinished: 'The server half-closed (FIN): it will send no more.',
  handshakeFailed: 'The TLS handshake failed: {reason}.',
  leftHandshake: 'The client left before its TLS handshake was done.',
  handshakeTimeout: 'The client did not finish its TLS handshake within {ms} ms.',
  connectionFailed: 'The connection failed: {reason}.',
  behaviourFailed: 'The behaviour failed on this connection: {reason}.',
  messageTooLong: 'A message did not end within {max} bytes, so the connection was reset.',
  badCertificate:
    'The certificate and key of “{name}” cannot be used: {reason}. Both are PEM, and belong together.',
  badHeader: '“{header}” is not an HTTP header that can be sent: {reason}.',
  badStatus: '{status} is not an HTTP status. Statuses go from 100 to 999.',
});
