import { anything, time, word } from '../arguments';
import { DEPENDENT, HTTP, keyword, keywords, refused, type Keyword } from '../keyword';
import { messages } from '../messages';
import type { Proxy } from '../model';

const unsupportedRule = refused(messages.unsupportedRule);
const takes = [word('<rule>'), anything()];

/** Conditions, rules and stickiness (configuration.txt 4.2, 7). */
export const ruleKeywords: readonly Keyword<Proxy>[] = [
  keyword({ name: 'acl', on: 'dFLB', takes: [word('<name>'), anything()], support: DEPENDENT }),
  keyword({ name: 'use_backend', on: 'FL', takes, support: unsupportedRule }),
  ...keywords(['use-server', 'stick'], { on: 'LB', takes, support: unsupportedRule }),
  ...keywords(['force-persist', 'ignore-persist'], { on: 'LB', takes, support: DEPENDENT }),
  keyword({ name: 'stick-table', on: 'FLB', takes, support: DEPENDENT }),
  keyword({ name: 'persist', on: 'DFLB', takes, support: unsupportedRule }),
  ...keywords(['tcp-request connection', 'tcp-request session'], {
    on: 'dFL',
    elsewhere: 'refused',
    takes,
    support: unsupportedRule,
  }),
  keyword({ name: 'tcp-request content', on: 'dFLB', takes, support: unsupportedRule }),
  keyword({ name: 'tcp-request inspect-delay', on: 'dFLB', takes: [time()], support: DEPENDENT }),
  keyword({ name: 'tcp-response content', on: 'dLB', elsewhere: 'refused', takes, support: unsupportedRule }),
  keyword({
    name: 'tcp-response inspect-delay',
    on: 'dLB',
    elsewhere: 'refused',
    takes: [time()],
    support: DEPENDENT,
  }),
  keyword({ name: 'tcp-check', on: 'DLB', takes, support: refused(messages.unsupportedCheck) }),
  keyword({ name: 'http-check', on: 'DLB', takes, support: DEPENDENT }),
  keyword({ name: 'external-check', on: 'DFLB', takes, support: DEPENDENT }),
  keyword({ name: 'filter', on: 'FLB', takes, support: refused(messages.unsupported) }),
  keyword({ name: 'declare', on: 'FL', elsewhere: 'refused', takes, support: HTTP }),
];
