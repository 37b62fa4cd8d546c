import type { Keyword } from './keyword';
import { balanceKeywords } from './keywords/balance';
import { bindKeywords } from './keywords/bind';
import { globalKeywords } from './keywords/global';
import { httpKeywords } from './keywords/http';
import { globalLogKeywords, logKeywords } from './keywords/log';
import { optionKeywords } from './keywords/options';
import { proxyKeywords } from './keywords/proxy';
import { ruleKeywords } from './keywords/rules';
import { serverKeywords } from './keywords/server';
import { timeoutKeywords } from './keywords/timeouts';
import type { Global, Proxy } from './model';
import { Table } from './table';

/** Every keyword of `global`. */
export const globalTable = new Table<Global, Keyword<Global>>(globalKeywords, globalLogKeywords);

/** Every keyword of `defaults`, `frontend`, `listen` and `backend`. */
export const proxyTable = new Table<Proxy, Keyword<Proxy>>(
  proxyKeywords,
  bindKeywords,
  serverKeywords,
  balanceKeywords,
  timeoutKeywords,
  optionKeywords,
  logKeywords,
  ruleKeywords,
  httpKeywords,
);
