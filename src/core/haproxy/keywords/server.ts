import { parseServerAddress } from '../addresses';
import { anything, integer, parsed, time, word, type Argument } from '../arguments';
import type { Cursor } from '../cursor';
import { parametersOf } from '../entryReader';
import { keyword, parameter, refused, type Entry, type Keyword } from '../keyword';
import type { Word } from '../line';
import { messages } from '../messages';
import type { Proxy, ServerSettings, Setting } from '../model';
import { badNameCharacter } from '../names';
import { Table } from '../table';
import { otherServerParameters } from './otherServerParameters';

type NameOf<V> = {
  [K in keyof ServerSettings]-?: ServerSettings[K] extends Setting<V> | undefined ? K : never;
}[keyof ServerSettings];

/** A parameter whose value is a setting of its own. */
function value<V>(name: string, key: NameOf<V>, argument: Argument<V>): Entry<ServerSettings> {
  return parameter({
    name,
    takes: [argument],
    set: (server: ServerSettings, [given], site) => {
      server[key] = site.setting(given) as ServerSettings[typeof key];
    },
  });
}

/** A switch: one word turns it on, another off. */
function flag(key: NameOf<boolean>, on: string, off: string): Entry<ServerSettings>[] {
  const turn = (name: string, state: boolean): Entry<ServerSettings> =>
    parameter({
      name,
      set: (server: ServerSettings, _, site) => {
        server[key] = site.setting(state);
      },
    });
  return [turn(on, true), turn(off, false)];
}

const interval = time({ positive: true });
const count = integer({ min: 1 });

const set: readonly Entry<ServerSettings>[] = [
  ...flag('check', 'check', 'no-check'),
  ...flag('backup', 'backup', 'no-backup'),
  ...flag('disabled', 'disabled', 'enabled'),
  value('inter', 'inter', interval),
  value('fastinter', 'fastinter', interval),
  value('downinter', 'downinter', interval),
  value('rise', 'rise', count),
  value('fall', 'fall', count),
  value('weight', 'weight', integer({ min: 0, max: 256 })),
  value('maxconn', 'maxConnections', integer({ min: 0 })),
  value('port', 'checkPort', integer({ min: 0, max: 65535 })),
  value('addr', 'checkAddress', parsed('<address>', parseServerAddress)),
];

/** The parameters of `server` and `default-server` (configuration.txt 5.2). */
export const serverParameters = new Table<ServerSettings>(set, otherServerParameters);

const serverName: Argument<Word> = {
  label: '<name>',
  read(cursor: Cursor) {
    const name = cursor.require('<name> <address>');
    const character = badNameCharacter(name.value);
    if (character) cursor.refuse(messages.badNameCharacter({ character, name: name.value }), name);
    return name;
  },
};

/** `server` and what goes with it. */
export const serverKeywords: readonly Keyword<Proxy>[] = [
  keyword({
    name: 'server',
    on: 'LB',
    elsewhere: 'refused',
    takes: [serverName, parsed('<address>', parseServerAddress), parametersOf(serverParameters, 'server')],
    set: (proxy: Proxy, [name, address, apply], site) => {
      const settings = { ...proxy.settings.defaultServer };
      apply(settings);
      proxy.servers.push({ name: name.value, range: name.range, address: site.setting(address), settings });
    },
  }),
  keyword({
    name: 'default-server',
    on: 'DLB',
    elsewhere: 'refused',
    takes: [parametersOf(serverParameters, 'default-server')],
    set: (proxy: Proxy, [apply]) => {
      apply(proxy.settings.defaultServer);
    },
  }),
  keyword({
    name: 'server-template',
    on: 'LB',
    elsewhere: 'refused',
    takes: [word('<prefix>'), word('<count>'), word('<address>'), anything()],
    support: refused(messages.unsupportedTemplate),
  }),
];
