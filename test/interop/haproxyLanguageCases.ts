/**
 * Files to read with HAProxy and with ours, one a line. Control pictures stand for what a line cannot show: ⏎ LF, ␍ CR,
 * ␉ TAB, ␋ VT, ␌ FF, ␀ NUL, ␂ byte order mark; ＄ for a dollar sign before a brace.
 */
function rows(block: string): string[] {
  const pictures: Record<string, string> = {
    '⏎': '\n',
    '␍': '\r',
    '␉': '\t',
    '␋': '\v',
    '␌': '\f',
    '␀': '\0',
    '␂': '\uFEFF',
    '＄': '$',
  };
  const lines = block.replace(/^\n|\n$/g, '').split('\n');
  return lines.map((line) => line.replace(/[⏎␍␉␋␌␀␂＄]/g, (picture) => pictures[picture] ?? picture));
}

const TIMEOUTS = ' timeout connect 1s\n timeout client 1s\n timeout server 1s\n';
const DEFAULTS = `defaults\n${TIMEOUTS}`;

/** A listen with one more line; its errors are at line 7. */
const listen = (line: string) => `${DEFAULTS}listen a\n bind 127.0.0.1:18001\n ${line}\n`;
const global = (line: string) => `global\n ${line}\n${DEFAULTS}listen a\n bind 127.0.0.1:18001\n`;
const frontend = (line: string) =>
  `${DEFAULTS}frontend f\n ${line}\n default_backend b\nbackend b\n server s 127.0.0.1:1\n`;

/** Both read these the same way: accepted or refused, and refused at the same line. */
export const same: Readonly<Record<string, readonly string[]>> = {
  'in listen': rows(String.raw`
timeout queue 5s
timeout queue 5s x
timeout queue 1.5s
timeout queue
timeout queue abc
timeout queue -5
timeout queue 25d
timeout queue 2147483647
timeout queue 2147483648
timeout queue 1us
timeout queue 5sx
timeout queue 5M
timeout queue +5
timeout queue "5s"
timeout foo 5s
timeout
retries
retries 3
retries 3 x
retries abc
retries 1.5
option redispatch
option redispatch 2
option redispatch -1
option redispatch 1 2
no option redispatch
no option redispatch 2
default option redispatch
option tcplog clf
option dontlognull x
option foo
option
no option foo
no option tcplog
no option dontlognull
mode tcp
mode foo
mode
mode tcp x
mode TCP
mode health
balance
balance roundrobin x
balance foo
balance leastconn
maxconn
maxconn 5 6
maxconn abc
log
log global
log 127.0.0.1 local0
log 127.0.0.1
log 127.0.0.1 foo
log 127.0.0.1 local0 bar
no log
log 127.0.0.1 local0 info debug x
log 127.0.0.1 len 10 local0
log global x
log 127.0.0.1 len 100 format rfc5424 local0 info notice
log 127.0.0.1 format foo local0
disabled x
id
id 0
description
description a b
default_backend
default_backend nope
default_backend a
default_backend a b
no mode tcp
no
default
foobar
Mode tcp
bnd :80
srvtimeout 5
option forceclose
monitor-net 127.0.0.1
option httpclose
cookie X
stats enable
`).map(listen),
  'server lines': rows(String.raw`
server s1 
server s1 127.0.0.1:80
server s1 127.0.0.1:80 check
server s1 127.0.0.1 check
server s1 127.0.0.1:+5 check
server s1 127.0.0.1:0 check
server s1 127.0.0.1:80-90
server s1 127.0.0.1:65536
server s1 127.0.0.1:abc
server s1 localhost:80
server s1 ::1:80 check
server s1 [::1]:80 check
server s1 ::1
server s1 unix@/tmp/x check
server s1 /tmp/x check
server s1 fd@3
server s1 ipv4@127.0.0.1:80
server s1 ipv6@::1:80
server s1 ipv4@::1:80
server s1 udp@127.0.0.1:80
server s1 127.0.0.1:80,127.0.0.1:81
server s1 300.0.0.1:80
server s1 127.0.0.1:80 chek
server s1 127.0.0.1:80 weight 257
server s1 127.0.0.1:80 weight -1
server s1 127.0.0.1:80 weight 256
server s1 127.0.0.1:80 weight abc
server s1 127.0.0.1:80 inter
server s1 127.0.0.1:80 inter 0
server s1 127.0.0.1:80 inter abc
server s1 127.0.0.1:80 inter 25d
server s1 127.0.0.1:80 fastinter 0
server s1 127.0.0.1:80 rise 0
server s1 127.0.0.1:80 rise 2x
server s1 127.0.0.1:80 fall
server s1 127.0.0.1:80 check port
server s1 127.0.0.1:80 check addr 127.0.0.2
server s1 127.0.0.1:80 check addr 127.0.0.2:90 port 91
server s1 127.0.0.1:80 check addr
server s1 127.0.0.1:80 check addr /tmp/x
server s1 127.0.0.1 check addr 127.0.0.2
server s1 127.0.0.1:80 maxconn abc
server s1 127.0.0.1:80 backup no-backup
server s1 127.0.0.1:80 disabled enabled
server s1 127.0.0.1:80 no-disabled
server s1 127.0.0.1:80 no-weight
server s1 127.0.0.1:80 inter 5 inter 6
server s1 127.0.0.1:80 "" check foo
server s1 127.0.0.1:80 check#glued
server s1 127.0.0.1:80⏎ server s1 127.0.0.1:81
server s1 127.0.0.1:80⏎ server S1 127.0.0.1:81
server s1 127.0.0.1:80⏎⏎ server s2 127.0.0.1:80⏎ server s1 127.0.0.1:83⏎ server s2 127.0.0.1:99
`).map(listen),
  'other lines about servers': rows(String.raw`
server
server "a b" 127.0.0.1:80
server a/b 127.0.0.1:80
server é 127.0.0.1:80
server a_b.c-d:e 127.0.0.1:80
default-server
default-server inter 5s
default-server foo
default-server 127.0.0.1:80
default-server weight 300
default-server check⏎ server s1 127.0.0.1
default-server check rise 4⏎ server s1 127.0.0.1:80 no-check
`).map(listen),
  'bind lines': rows(String.raw`
bind
bind 19500
bind :18002
bind *:18002
bind 127.0.0.1:
bind 127.0.0.1:0
bind :65536
bind :18002-18004
bind :18004-18002
bind :80-
bind :-80
bind :+80
bind :18002,:18003
bind :18002,
bind ,:18002
bind :::18002
bind [::]:18002
bind ::1:18002
bind ipv6@:18002
bind unix@/tmp/x.sock
bind /tmp/x.sock
bind localhost:18002
bind :18002 name
bind :18002 name x
bind :18002 maxconn
bind :18002 maxconn 5
bind :18002 maxconn -1
bind :18002 foo
bind :18002 no-name
bind 300.1.1.1:80
bind 127.0.0.1:abc
bind udp@127.0.0.1:80
bind :18002 :18003
bind :80-70000
`).map(frontend),
  'in global': rows(String.raw`
daemon
daemon x
maxconn
maxconn 5
maxconn 5 6
maxconn 5⏎ maxconn 6
nbthread 0
nbthread abc
nbproc 1
stats socket /tmp/s.sock mode 660 level admin
stats socket
stats socket /tmp/s level foo
stats socket /tmp/s foo
stats socket relative
stats timeout 30s
stats timeout 0
stats maxconn 0
stats foo
node
node "a b"
log global
no log
log-tag
spread-checks 51
spread-checks 5 6
foo
dameon
no daemon
no busy-polling
setenv A
setenv A b c
timeout connect 5
chroot
ca-base /tmp
tune.bufsize 16384
tune.foo 5
ssl-default-bind-options ssl-min-ver TLSv1.2
`).map(global),
  sections: rows(String.raw`
frontend⏎
frontend f!⏎ bind :80⏎
frontend "a b"⏎ bind :80⏎
frontend f g⏎ bind :80⏎
frontend f⏎ bind :80⏎frontend f⏎ bind :81⏎
backend b⏎backend b⏎
frontend x⏎ bind :80⏎backend x⏎
listen x⏎ bind :80⏎backend x⏎
listen x⏎ bind :80⏎frontend x⏎ bind :81⏎
backend b foo⏎
defaults x y⏎
defaults x⏎defaults x⏎
defaults x⏎defaults x⏎frontend f from x⏎ bind :80⏎
frontend f from nope⏎ bind :80⏎
frontend f from⏎ bind :80⏎
defaults from x⏎
defaults x from x⏎
defaults x⏎defaults y from x⏎frontend f from y⏎ bind :80⏎
frontend from⏎ bind :80⏎
global x⏎
foo⏎
Global⏎
 frontend f⏎ bind :80⏎
userlist⏎
userlist u⏎ user a password b⏎
traces⏎
frontend f⏎ server s 127.0.0.1:80⏎
frontend f⏎ bind :80⏎ default-server check⏎
backend b⏎ bind :80⏎
defaults⏎ bind :80⏎
defaults⏎ server s 127.0.0.1:80⏎
defaults⏎ id 5⏎
frontend f⏎ bind :80⏎ balance roundrobin⏎ retries 3⏎
backend b⏎ timeout client 5⏎ maxconn 5⏎
frontend f⏎ bind :80⏎ default_backend l⏎listen l⏎ bind :81⏎ server s 127.0.0.1:1⏎
global⏎global⏎
frontend f⏎ bind :80⏎ default_backend g⏎frontend g⏎ bind :81⏎
defaults⏎ default_backend nope⏎
defaults⏎ default_backend nope⏎frontend f⏎ bind :80⏎
frontend f⏎ bind :80⏎ disabled⏎ default_backend x⏎
`),
  text: rows(String.raw`
global#x⏎
global␍⏎ maxconn 5␍⏎
global⏎ maxconn 5 \⏎
global⏎ maxconn \⏎ 5⏎
⏎
#x⏎

global⏎ node "a⏎
global⏎ node 'a⏎
global⏎ node a\⏎
global⏎ node \x41⏎
global⏎ node \x4⏎
global⏎ node a␀b⏎
global⏎ node a␍b c d⏎
global⏎ node a ␍ maxconn⏎
global⏎ node "a␍b"⏎
global⏎␋node␌a⏎
global⏎ node "$"⏎
global⏎ node "$1"⏎
global⏎ node "＄{A"⏎
global⏎ node "＄{A-x}"⏎
global⏎ node "$A.B"⏎
global⏎ node "$.LINE"⏎
global⏎ node "＄{A[*]}"⏎
global⏎ node "＄{A[x]}"⏎
global⏎ setenv A "p q"⏎ node "＄{A[*]}"⏎
global⏎ setenv A "p"⏎ node "＄{A[*]-x}"⏎
global⏎ node $A⏎
global⏎ node "＄{A+b}"⏎
global⏎ node "＄{A:-b}"⏎
glo"bal"⏎ "node" a⏎
global⏎ node a\ b⏎
"" x⏎
global⏎ node \␉b⏎
global⏎ \⏎
global⏎ "$NOPE"⏎
global⏎ node "a\x00b"⏎
global⏎ description w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w⏎
global⏎ description w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w⏎
global⏎ description w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w⏎
`),
  'conditional blocks': rows(String.raw`
.if 1⏎global⏎.endif⏎
.if 0⏎foo⏎.endif⏎
.if⏎foo⏎.endif⏎
.if 0⏎.elif 1⏎foo⏎.endif⏎
.if 1⏎
.else⏎
.elif 1⏎
.endif⏎
.if 1⏎.else⏎.else⏎.endif⏎
.if 1⏎.else⏎.elif 1⏎.endif⏎
.if foo⏎.endif⏎
.if streq(a,a)⏎foo⏎.endif⏎
.if streq(a, a)⏎foo⏎.endif⏎
.if strneq(a,b) && !(0 || 0)⏎foo⏎.endif⏎
.if version_atleast(2.4)⏎foo⏎.endif⏎
.if version_before(2.4)⏎foo⏎.endif⏎
.if streq(a)⏎.endif⏎
.if (1⏎.endif⏎
.if 1 &&⏎.endif⏎
.if 1 1⏎.endif⏎
.if 0 && 0 || 1⏎foo⏎.endif⏎
.if !!1⏎foo⏎.endif⏎
.if 1||0⏎foo⏎.endif⏎
.if 0⏎ node "a⏎.endif⏎
.if 1⏎.endif x⏎
.if 1⏎.else x⏎.endif⏎
.foo⏎
.notice hi⏎
.warning hi⏎
.alert hi⏎
.notice a b⏎
.if 0⏎.alert x⏎.endif⏎
.if 1x⏎.endif⏎
global⏎ setenv A 1⏎.if defined(A)⏎foo⏎.endif⏎
`),
};

/** Accepted by HAProxy, refused by us: the embedded engine does not do it, or it is surely a mistake. */
export const onlyOursRefuses: readonly string[] = [
  ...rows(String.raw`
mode http
balance source
balance first
balance static-rr
option httpchk
option nolinger
timeout tunnel 1h
option transparent
tcp-request connection accept
tcp-check connect
server s1 127.0.0.1:80 send-proxy
server s1 127.0.0.1:80 slowstart 5s
server s1 127.0.0.1
server s1 *:80
server s1 127.0.0.1:80 weight
server s1 127.0.0.1:80x
server s1 127.0.0.1:80 check port 65536
retries -1
maxconn -1
`).map(listen),
  ...rows(String.raw`
bind :18002 accept-proxy
bind :18002 interface lo
`).map(frontend),
];

/** Refused by HAProxy, accepted by us with a warning, or because names are resolved when they are needed. */
export const onlyHaproxyRefuses: readonly string[] = [
  'global\n maxconn 5',
  '\uFEFFglobal\n',
  listen('server s1 nosuch.invalid:80'),
  // HAProxy 2.6 forgets to take “default” off the line of most options.
  listen('default option dontlognull'),
];
