import { catalog } from '../util/message';

/** What can be said about the meaning of a haproxy.cfg. `{keyword}` is HAProxy's own word. */
export const messages = catalog('haproxy', {
  // Sections
  outOfSection:
    '“{word}” stands outside of every section. Put it below a global, defaults, frontend, backend or listen line.',
  sectionName: '“{section}” needs a name: letters, digits and - _ . : only.',
  badNameCharacter: '“{character}” cannot be part of the name “{name}”: letters, digits and - _ . : only.',
  extraHeaderWord: '“{word}” is too much after “{section}”.',
  addressInHeader: '“{word}” is too much here: listening addresses stand on a bind line below.',
  noSuchDefaults: 'There is no defaults section named “{name}” above.',
  ambiguousDefaults:
    'Several defaults sections are named “{name}” (lines {first} and {second}). Give each its own name.',
  duplicateProxy: 'The {kind} “{name}” has the same name as the {other} of line {line}. Give it another one.',
  sectionKept: 'A {section} section has no effect in the embedded engine.',
  sectionRefused:
    'The embedded engine does not run {section} sections. Remove it, or run this file on a real HAProxy.',
  sectionSince:
    'HAProxy has {section} sections since version {since}; this file is read as one for {version}.',

  // Keywords
  unknownKeyword: '“{keyword}” is not a keyword of a {section} section.',
  unknownOption: 'There is no option “{keyword}”.',
  unknownParameter: '“{keyword}” is not a parameter of a {line} line.',
  incompleteKeyword: '“{keyword}” is not complete. It is followed by one of: {candidates}.',
  unknownSecondWord: '“{keyword}” cannot be followed by “{word}”. It is followed by one of: {candidates}.',
  useInstead: 'Change to “{text}”',
  notInSection: '“{keyword}” is not allowed in a {section} section.',
  ignoredInSection: '“{keyword}” is ignored in a {section} section.',
  prefixNotAllowed:
    '“{prefix}” cannot stand before “{keyword}”: only options and a few switches of global can be negated.',
  keywordSince: 'HAProxy has “{keyword}” since version {since}; this file is read as one for {version}.',
  overwritten: '“{keyword}” was given before in this section (line {line}); this one counts.',
  alreadyGiven: '“{keyword}” was given before (line {line}); HAProxy keeps the first one.',

  // Arguments
  missingArgument: '“{keyword}” needs {argument}.',
  extraArgument: '“{keyword}” takes nothing more: “{word}” is too much.',
  ignoredArgument: '“{keyword}” ignores what follows: “{word}” has no effect.',
  notANumber: '“{word}” is not a whole number: HAProxy reads it as {value}.',
  outOfRange: '“{keyword}” takes {range}, not {value}.',
  notAChoice: '“{keyword}” takes one of {choices}, not “{word}”.',
  badTimeCharacter:
    '“{word}” is not a duration: “{character}” is unexpected. Write a whole number and us, ms, s, m, h or d.',
  timeOverflow: '“{word}” is too long: the longest duration is 2147483647 ms, about 24.8 days.',
  timeZero: '“{keyword}” cannot be 0.',
  timeRoundedUp: '“{word}” is rounded up to {ms} ms, the shortest step of HAProxy.',
  timeRest: '“{rest}” after the unit is ignored by HAProxy 2.6 and refused by newer ones.',
  badNodeName: '“{word}” cannot be a node name: letters, digits, dots, - and _ only.',
  badLogLength: 'A log length is between 80 and 65535, not “{word}”.',

  // What the embedded engine makes of it
  noEffect: '“{keyword}” has no effect in the embedded engine.',
  httpOnly: '“{keyword}” has a meaning in HTTP mode only; the embedded engine balances TCP.',
  unsupported:
    'The embedded engine does not support “{keyword}”. Remove it, or run this file on a real HAProxy.',
  httpMode:
    'The embedded engine balances TCP only. Write “mode tcp”: HTTP then passes through unchanged, connection by connection.',
  useTcpMode: 'Change to “mode tcp”',
  otherMode: 'The embedded engine has no mode “{mode}”. Write “mode tcp”.',
  unsupportedBalance: 'The embedded engine does not balance by “{algorithm}”. Write roundrobin or leastconn.',
  balanceFallsBack:
    '“balance {algorithm}” needs HTTP mode: in TCP mode HAProxy falls back to roundrobin, and so does this.',
  unsupportedCheck:
    'The embedded engine’s checks only connect: “{keyword}” is not supported. Remove it to check the connection.',
  unsupportedTls:
    'The embedded engine does not speak TLS: “{keyword}” is not supported. Remove it to pass TLS through unchanged.',
  unsupportedRule:
    'The embedded engine has no rules: “{keyword}” is not supported. Give each backend a frontend of its own with default_backend.',
  unsupportedProxyProtocol:
    'The embedded engine does not speak the PROXY protocol: “{keyword}” is not supported. Remove it on both sides.',
  unsupportedTimeout:
    'The embedded engine has no “{keyword}”. Use timeout client, timeout server and timeout connect.',
  unsupportedTemplate:
    'The embedded engine does not support “{keyword}”. Write one server line for each server.',
  removedKeyword: '“{keyword}” was removed from HAProxy. Remove the line, or use {instead}.',
  removedNbproc: '“nbproc” was removed in HAProxy 2.5. Remove the line: threads take its place.',
  clientPort:
    'Server “{name}” has no fixed port: the embedded engine cannot use the port that the client asked for. Write HOST:PORT.',
  clientAddress:
    'Server “{name}” has no fixed address: the embedded engine cannot connect to the one that the client asked for. Write HOST:PORT.',

  // Across lines
  duplicateServer:
    'Another server named “{name}” stands at line {line} of this section. Give it another name.',
  noSuchBackend:
    'There is no backend or listen named “{backend}”, which {kind} “{name}” has as its default_backend.',
  backendLoop: 'The default_backend of “{name}” is “{name}” itself. Name another one.',
  checkWithoutPort:
    'Server “{name}” is checked but has neither a port nor a check port. Write HOST:PORT, or add “port”.',
  missingTimeouts: '{kind} “{name}” has no {timeouts}: connections that nobody closes stay forever.',
  noBind: '{kind} “{name}” has no bind line: nothing reaches it.',
  noListener: 'Nothing listens here: HAProxy does not start a file without a bind line.',
});
