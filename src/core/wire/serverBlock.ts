import type { Behaviour } from '../api/server';
import type { Framing } from '../bytes/framing';
import type { Address } from '../net/address';
import type { Arguments } from './arguments';
import { behaviourKinds, readBehaviour } from './behaviours';
import { readFraming } from './framings';
import type { DeclaredTls, ServerDeclaration } from './model';
import { removal, type Problems } from './problems';
import { lineRange, type RawBlock, type Statement } from './statement';
import { readStatements, type Reader } from './statements';
import { wireMessages } from './wireMessages';

/** What a block says about a server, as far as it could be read. */
export function readServer(block: RawBlock, problems: Problems): ServerDeclaration | undefined {
  return new ServerReader(block, problems).read();
}

class ServerReader {
  private address: Address | undefined;
  private behaviour: Behaviour | undefined;
  private behaviourStatement: Statement | undefined;
  private framing: Framing | undefined;
  private framingStatement: Statement | undefined;
  private delayMs: number | undefined;
  private tls: DeclaredTls | undefined;

  constructor(
    private readonly block: RawBlock,
    private readonly problems: Problems,
  ) {}

  read(): ServerDeclaration | undefined {
    const { block, problems } = this;
    readStatements(block.statements, this.readers(), problems);
    this.requireParts();
    const { address, delayMs, tls } = this;
    const behaviour = this.withFraming();
    return address && behaviour && { name: block.name, address, behaviour, delayMs, tls };
  }

  private readers(): Record<string, Reader> {
    const behaviours = behaviourKinds.map((kind): [string, Reader] => [
      kind,
      (args, statement) => {
        this.readBehaviour(kind, args, statement);
      },
    ]);
    return {
      listen: (args) => {
        this.address = args.address();
        args.end();
      },
      ...Object.fromEntries(behaviours),
      framing: (args, statement) => {
        this.framing = readFraming(args, statement, this.problems);
        this.framingStatement = statement;
      },
      delay: (args) => {
        this.delayMs = args.duration();
        args.end();
      },
      tls: (args, statement) => {
        this.tls = this.readTls(args, statement);
      },
    };
  }

  private readBehaviour(kind: Behaviour['kind'], args: Arguments, statement: Statement): void {
    const first = this.behaviourStatement?.keyword;
    if (first) {
      const message = wireMessages.secondBehaviour({
        name: this.block.name,
        first: first.text,
        line: first.range.startLine + 1,
      });
      this.problems.error(statement.keyword.range, message);
      return;
    }
    this.behaviourStatement = statement;
    this.behaviour = readBehaviour(kind, args, statement, this.problems);
  }

  private readTls(args: Arguments, statement: Statement): DeclaredTls | undefined {
    if (statement.args.length > 0) {
      const selfSigned = args.oneOf(['self-signed']);
      if (selfSigned) args.end();
      return selfSigned && { kind: 'selfSigned' };
    }
    let cert: string | undefined;
    let key: string | undefined;
    const files: Record<string, Reader> = {
      cert: (inner) => {
        cert = inner.path();
        inner.end();
      },
      key: (inner) => {
        key = inner.path();
        inner.end();
      },
    };
    readStatements(statement.children, files, this.problems);
    if (cert === undefined || key === undefined)
      return this.problems.error(statement.keyword.range, wireMessages.incompleteTls());
    return { kind: 'files', cert, key };
  }

  private requireParts(): void {
    const { block, problems } = this;
    const { name, nameRange } = block;
    if (!block.statements.some(({ keyword }) => keyword.text === 'listen'))
      problems.error(nameRange, wireMessages.noListen({ name }));
    if (!this.behaviourStatement)
      problems.error(nameRange, wireMessages.noBehaviour({ name, known: behaviourKinds.join(', ') }));
  }

  private withFraming(): Behaviour | undefined {
    const { behaviour, framing, framingStatement } = this;
    if (!behaviour || !framingStatement) return behaviour;
    if (behaviour.kind === 'reply') return { ...behaviour, framing };
    const range = lineRange(framingStatement);
    this.problems.warn(range, wireMessages.noFraming({ behaviour: behaviour.kind }), removal(range));
    return behaviour;
  }
}
