import { X509Certificate } from 'node:crypto';
import type * as tls from 'node:tls';
import type { PeerCertificate, PeerTls } from '../../core/api/console';
import type { Message } from '../../core/util/message';
import { trustMessages } from './consoleMessages';

/** What the peer of a finished handshake showed of itself. @param name what its certificate should be for */
export function describePeer(socket: tls.TLSSocket, name: string): PeerTls {
  const chain = chainOf(socket);
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().standardName,
    chain: chain.map(describe),
    problem: socket.authorized ? undefined : problemOf(socket, chain[0], name),
  };
}

/** The peer's certificate, its issuer, and so on, as far as they are known. */
function chainOf(socket: tls.TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let link: tls.DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  const seen = new Set<string>();
  // A certificate that signs itself is its own issuer.
  while (link?.raw && !seen.has(link.fingerprint256)) {
    seen.add(link.fingerprint256);
    chain.push(new X509Certificate(link.raw));
    link = link.issuerCertificate;
  }
  return chain;
}

function describe(certificate: X509Certificate): PeerCertificate {
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    altNames: certificate.subjectAltName ?? '',
    validFrom: certificate.validFrom,
    validTo: certificate.validTo,
    sha256: certificate.fingerprint256,
  };
}

function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}

function problemOf(socket: tls.TLSSocket, own: X509Certificate | undefined, name: string): Message {
  // Node puts the error's code here, whatever its type says.
  const code = String(socket.authorizationError);
  switch (code) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return trustMessages.selfSigned();
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return trustMessages.unknownIssuer();
    case 'CERT_HAS_EXPIRED':
      return trustMessages.expired({ date: own?.validTo ?? '' });
    case 'CERT_NOT_YET_VALID':
      return trustMessages.notYet({ date: own?.validFrom ?? '' });
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return trustMessages.wrongName({ names: own?.subjectAltName ?? oneLine(own?.subject), name });
    default:
      return trustMessages.other({ reason: code });
  }
}
