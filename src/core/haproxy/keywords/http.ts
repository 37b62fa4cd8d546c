import { anything, word } from '../arguments';
import { HTTP, keywords, type Keyword } from '../keyword';
import type { Proxy } from '../model';

const takes = [word('<value>'), anything()];

/** What only HTTP mode uses. */
export const httpKeywords: readonly Keyword<Proxy>[] = [
  ...keywords(['http-request', 'http-response', 'http-after-response'], { on: 'dFLB', takes, support: HTTP }),
  ...keywords(
    [
      ...[
        'compression',
        'errorfile',
        'errorfiles',
        'errorloc',
        'errorloc302',
        'errorloc303',
        'http-error',
        'stats',
      ],
      ...['unique-id-format', 'unique-id-header'],
    ],
    { on: 'DFLB', takes, support: HTTP },
  ),
  ...keywords(['redirect'], { on: 'FLB', takes, support: HTTP }),
  ...keywords(['monitor-uri'], { on: 'DFL', takes, support: HTTP }),
  ...keywords(['capture', 'monitor'], { on: 'FL', takes, support: HTTP }),
  ...keywords(
    ['cookie', 'dynamic-cookie-key', 'http-reuse', 'http-send-name-header', 'max-keep-alive-queue'],
    {
      on: 'DLB',
      takes,
      support: HTTP,
    },
  ),
  ...keywords(['retry-on'], { on: 'DLB', elsewhere: 'refused', takes, support: HTTP }),
  ...keywords(['use-fcgi-app'], { on: 'LB', elsewhere: 'refused', takes, support: HTTP }),
];
