import * as tls from 'node:tls';
import type { ServerTls } from '../../core/api/server';
import type { Address } from '../../core/net/address';
import { selfSigned } from './selfSigned';

/**
 * What TLS connections of one server share.
 * @throws Error of OpenSSL when the certificate or key is no good
 */
export async function serverContext(
  material: ServerTls,
  address: Address,
  wallTime: number,
): Promise<tls.SecureContext> {
  const pair = 'certificate' in material ? await selfSigned(address, wallTime) : material;
  return tls.createSecureContext({ cert: pair.cert, key: pair.key });
}
