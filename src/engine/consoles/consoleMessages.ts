import { catalog } from '../../core/util/message';

/** What a console says: of connecting, of the connection's life in its transcript, and of what cannot be done. */
export const consoleMessages = catalog('console', {
  refused:
    '{address} refused the connection (RST): nothing listens there. Start a server, or check the address.',
  noAnswer: '{address} did not answer within {seconds} s. Check the address, and firewalls on the way.',
  unreachable: '{address} cannot be reached from this machine: {reason}.',
  noName: 'The name in {address} cannot be resolved ({reason}). Check the spelling, or give an IP address.',
  noSocket: 'There is no socket at {address}. Start a server there, or check the path.',
  connectFailed: 'Connecting to {address} failed: {reason}.',
  notTls: '{address} did not answer in TLS ({reason}). Switch TLS off if the server speaks plain TCP.',
  tlsRefused: 'The TLS handshake with {address} failed: {reason}.',
  untrusted: 'The certificate of {address} was not accepted: {problem} Nothing was sent.',
  badMaterial: 'The {what} cannot be used: {reason}. It must be PEM text.',

  connected: 'Connected to {peer} from {local}.',
  connectedTls: 'Connected to {peer} from {local} with {protocol}, {cipher}.',
  unverified: 'The certificate was not verified: {problem}',
  peerFinished: 'The peer sent FIN: nothing more will come from it. We may still send.',
  weFinished: 'We sent FIN: nothing more can be sent. What the peer sends is still shown.',
  closedByUs: 'Closed by us (FIN).',
  closedByPeer: 'Closed by the peer (FIN).',
  bothFinished: 'Closed: both sides sent FIN.',
  resetByUs: 'Reset by us (RST).',
  resetByPeer: 'Reset by the peer (RST).',
  broken: 'The connection broke: {reason}.',
  cancelled: 'Connecting was cancelled.',
  willRetry: '{reason} Next attempt in {seconds} s.',
  periodicEnded: 'Periodic sending ended: {reason}',

  eachConnected: 'Connection {index} of {count} to {peer}, from {local}.',
  eachFailed: 'Connection {index} of {count} failed: {reason}',
  answeredBy: 'Answered by {who}.',
  answered: 'The answer is over.',
  noAnswerOver: 'Nothing was answered within {seconds} s.',

  notConnected: 'Not connected. Connect first.',
  finished: 'Nothing can be sent any more on this connection: we sent FIN. Connect again to send.',
  sendFailed: 'The connection ended after {sent} of {total} bytes were handed over: {reason}',
  sendStopped: 'The connection was ended here after {sent} of {total} bytes were handed over.',
  noReset: 'A UNIX socket cannot be reset: it has no RST. Close it instead.',
  unknown: 'There is no console {id}.',
});

/** Why a certificate chain is not trusted. */
export const trustMessages = catalog('trust', {
  selfSigned: 'it signs itself and is not among the trusted ones. Give it as the CA to trust it.',
  unknownIssuer: 'its issuer is not among the trusted ones. Give the CA that issued it.',
  expired: 'it expired on {date}.',
  notYet: 'it is not valid before {date}.',
  wrongName: 'it is for {names}, not for {name}.',
  other: '{reason}.',
});
