import assert from 'node:assert/strict';
import { SessionBook, sessionIds } from '../../../src/engine/sessions/sessionBook';
import { SessionServer, type Session } from '../../../src/engine/sessions/session';
import { endings } from '../../../src/engine/sessions/endings';
import { systemClock } from '../../../src/engine/systemClock';

describe('session book', () => {
  let changes: string[];
  let forgotten: string[];
  let book: SessionBook;
  const unkillable = { kill: () => assert.fail('not to be killed') };
  const open = (node: string, client: string, isCheck = false) =>
    book.open(node, client, isCheck, unkillable);
  const close = (session: Session) => {
    book.end(session, endings.closedByClient());
  };

  beforeEach(() => {
    changes = [];
    forgotten = [];
    book = new SessionBook({
      clock: systemClock,
      nextId: sessionIds(),
      changed: (node) => changes.push(node),
      forgotten: (session) => forgotten.push(session),
    });
  });

  it('takes a count when a session opens and gives it back once, however often it is ended', () => {
    const session = open('n', 'c:1');
    open('n', 'c:2');
    close(session);
    close(session);
    const { current, max, total } = book.counts('n').sessions;
    assert.deepEqual({ current, max, total }, { current: 1, max: 2, total: 2 });
  });

  it('moves the count from server to server when a session is given to another', () => {
    const [one, two] = [new SessionServer('b', 's1', 'a:1'), new SessionServer('b', 's2', 'a:2')];
    const session = open('n', 'c:1');
    book.assign(session, one);
    book.assign(session, two);
    assert.deepEqual([one.sessions.current, two.sessions.current], [0, 1]);
    close(session);
    assert.deepEqual([one.sessions.current, two.sessions.current], [0, 0]);
    assert.deepEqual([one.sessions.total, two.sessions.total], [1, 1]);
  });

  it('gives an ended session to no server any more', () => {
    const server = new SessionServer('b', 's1', 'a:1');
    const session = open('n', 'c:1');
    close(session);
    book.assign(session, server);
    assert.equal(server.sessions.current, 0);
  });

  it('marks health checks and leaves them out of the counts and, unless asked for, of the pages', () => {
    close(open('n', 'c:1', true));
    open('n', 'c:2', true);
    assert.equal(book.counts('n').sessions.total, 0);
    assert.equal(book.page({}).total, 0);
    const rows = book.page({ includeChecks: true }).rows;
    assert.deepEqual(
      rows.map((row) => [row.client, row.isCheck]),
      [
        ['c:2', true],
        ['c:1', true],
      ],
    );
  });

  it('lists the newest first, the living before the ended', () => {
    const sessions = ['c:1', 'c:2', 'c:3', 'c:4'].map((client, i) => open(i % 2 ? 'm' : 'n', client));
    close(sessions[3]!);
    close(sessions[0]!);
    const clients = (query = {}) => book.page(query).rows.map((row) => row.client);
    assert.deepEqual(clients(), ['c:3', 'c:2', 'c:4', 'c:1']);
    assert.deepEqual(clients({ node: 'm' }), ['c:2', 'c:4']);
    assert.deepEqual(clients({ includeEnded: false }), ['c:3', 'c:2']);
    assert.deepEqual(clients({ offset: 1, limit: 2 }), ['c:2', 'c:4']);
    assert.equal(book.page({ offset: 3, limit: 2 }).total, 4);
  });

  it('lists the sessions of one server', () => {
    const server = new SessionServer('b', 's1', 'a:1');
    book.assign(open('n', 'c:1'), server);
    open('n', 'c:2');
    const { rows } = book.page({ server: { backend: 'b', name: 's1' } });
    assert.deepEqual(
      rows.map((row) => row.server),
      [{ backend: 'b', name: 's1', address: 'a:1' }],
    );
    assert.equal(book.page({ server: { backend: 'other', name: 's1' } }).total, 0);
  });

  it('keeps a bounded number of ended sessions for each node, and checks cannot push them out', () => {
    for (let i = 0; i < 1500; i++) close(open('busy', `c:${i}`));
    close(open('quiet', 'q:1'));
    for (let i = 0; i < 500; i++) close(open('quiet', `k:${i}`, true));
    assert.equal(book.page({ node: 'busy' }).total, 1000);
    assert.equal(book.page({ node: 'busy', limit: 1 }).rows[0]?.client, 'c:1499');
    assert.equal(book.page({ node: 'quiet' }).total, 1);
    assert.equal(book.page({ node: 'quiet', includeChecks: true }).total, 101);
  });

  it('says which ended sessions it no longer lists', () => {
    const ids = Array.from({ length: 1002 }, (_, i) => {
      const session = open('n', `c:${i}`);
      close(session);
      return session.id;
    });
    assert.deepEqual(forgotten, ids.slice(0, 2));
    const living = open('n', 'c:living');
    book.forget('n');
    assert.deepEqual(forgotten, ids);
    close(living);
  });

  it('kills through the carrier, which ends the session', () => {
    const session = book.open('n', 'c:1', false, {
      kill: () => {
        book.end(session, endings.killed());
      },
    });
    assert.equal(book.kill([session.id, 'unknown', session.id]), 1);
    assert.deepEqual(book.page({}).rows[0]?.end, endings.killed());
    assert.equal(book.counts('n').sessions.current, 0);
  });

  it('counts bytes for the session, its node and its server', () => {
    const server = new SessionServer('b', 's1', 'a:1');
    const session = open('n', 'c:1');
    book.assign(session, server);
    session.received(10);
    session.sent(300);
    const row = book.page({}).rows[0]!;
    assert.deepEqual([row.bytesIn, row.bytesOut], [10, 300]);
    assert.deepEqual([server.sessions.bytesIn, server.sessions.bytesOut], [10, 300]);
    assert.deepEqual([book.counts('n').sessions.bytesIn, book.counts('n').sessions.bytesOut], [10, 300]);
  });

  it('finds the newest session of a client endpoint, ended ones included', () => {
    const first = open('n', '127.0.0.1:4000');
    close(first);
    assert.equal(book.findByClient('127.0.0.1:4000'), first);
    const second = open('m', '127.0.0.1:4000');
    assert.equal(book.findByClient('127.0.0.1:4000'), second);
    assert.equal(book.findByClient('127.0.0.1:4001'), undefined);
  });

  it('tells of every change of a node’s list', () => {
    const session = open('n', 'c:1');
    book.assign(session, new SessionServer('b', 's1', 'a:1'));
    close(session);
    assert.deepEqual(changes, ['n', 'n', 'n']);
  });
});
