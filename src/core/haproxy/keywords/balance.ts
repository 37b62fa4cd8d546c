import type { Balance } from '../../api/balancer';
import { anything, ignored, replaceBy, type Argument } from '../arguments';
import type { Cursor } from '../cursor';
import { DEPENDENT, keyword, keywords, type Keyword } from '../keyword';
import type { Word } from '../line';
import { messages } from '../messages';
import type { Proxy } from '../model';
import { nearest } from '../../text/suggest';

/** Algorithms that the embedded engine runs. */
const RUN = ['roundrobin', 'leastconn'] as const;
/** Algorithms that need HTTP mode; in TCP mode HAProxy falls back to round robin. */
const HTTP_ONLY = ['uri', 'url_param', 'hdr'];
const OTHERS = ['static-rr', 'first', 'source', 'random', 'rdp-cookie', 'hash', 'log-hash', 'sticky'];

const algorithm: Argument<Balance> = { label: '<algorithm>', values: RUN, read: readAlgorithm };

function readAlgorithm(cursor: Cursor): Balance {
  const found = cursor.next();
  if (!found) return { kind: 'roundrobin' };
  const kind = RUN.find((each) => each === found.value);
  if (kind) return { kind };
  cursor.rest();
  return otherAlgorithm(cursor, found);
}

function otherAlgorithm(cursor: Cursor, found: Word): Balance {
  const name = found.value.replace(/\(.*$/, '');
  if (HTTP_ONLY.includes(name)) {
    cursor.warn(messages.balanceFallsBack({ algorithm: found.value }), found);
    return { kind: 'roundrobin' };
  }
  if (OTHERS.includes(name))
    return cursor.refuse(messages.unsupportedBalance({ algorithm: found.value }), found);
  const known = [...RUN, ...OTHERS, ...HTTP_ONLY];
  const message = messages.notAChoice({ keyword: 'balance', choices: known.join(', '), word: found.value });
  return cursor.refuse(message, found, replaceBy(found, nearest(found.value, known)));
}

/** How a backend chooses a server. */
export const balanceKeywords: readonly Keyword<Proxy>[] = [
  keyword({
    name: 'balance',
    on: 'DLB',
    takes: [algorithm, ignored()],
    set: (proxy: Proxy, [balance], site) => {
      proxy.settings.balance = site.setting(balance);
    },
  }),
  keyword({ name: 'hash-type', on: 'DLB', takes: [anything()], support: DEPENDENT }),
  ...keywords(['hash-balance-factor', 'hash-preserve-affinity'], {
    on: 'DFLB',
    takes: [anything()],
    support: DEPENDENT,
  }),
];
