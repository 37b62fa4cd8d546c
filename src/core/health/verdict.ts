import { checkStatusText, type CheckResult } from '../api/check';

/** HAProxy's sentence about a result: `Layer4 connection problem, info: "Connection refused"`. */
export function describeResult({ status, info }: Pick<CheckResult, 'status' | 'info'>): string {
  return info === '' ? checkStatusText[status] : `${checkStatusText[status]}, info: "${info}"`;
}

/** The system's words for the errors that a connect can end with, as the C library has them. */
const errorTexts: Readonly<Record<string, string>> = {
  EACCES: 'Permission denied',
  EADDRINUSE: 'Address already in use',
  EADDRNOTAVAIL: 'Cannot assign requested address',
  EAGAIN: 'Resource temporarily unavailable',
  ECONNABORTED: 'Software caused connection abort',
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  EHOSTDOWN: 'Host is down',
  EHOSTUNREACH: 'No route to host',
  EMFILE: 'Too many open files',
  ENETDOWN: 'Network is down',
  ENETUNREACH: 'Network is unreachable',
  ENFILE: 'Too many open files in system',
  ENOBUFS: 'No buffer space available',
  ENOENT: 'No such file or directory',
  ENOTSOCK: 'Socket operation on non-socket',
  EPERM: 'Operation not permitted',
  EPIPE: 'Broken pipe',
  EPROTOTYPE: 'Protocol wrong type for socket',
  ETIMEDOUT: 'Connection timed out',
};

/** `Connection refused` for `ECONNREFUSED`; a code that is not known stays as it is. */
export function errorText(code: string): string {
  return errorTexts[code] ?? code;
}
