import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { version } from '../../package.json';
import { addCheck } from './commands/check';
import { addRun } from './commands/run';
import { addSend } from './commands/send';
import { addServe } from './commands/serve';
import { Exit, exitCode, Output } from './output';

const outputOf = ({ json = false }: { readonly json?: boolean } = {}) =>
  new Output(process.stdout, process.stderr, json);

const program = new Command('wirebench')
  .description('TCP servers, messages and a load balancer from the command line')
  .version(version)
  .showHelpAfterError('(--help shows what there is)')
  .exitOverride();
for (const add of [addServe, addRun, addSend, addCheck]) add(program, outputOf);

async function main(): Promise<number> {
  try {
    await program.parseAsync();
    return exitCode.done;
  } catch (error) {
    if (error instanceof Exit) return error.code;
    if (error instanceof InvalidArgumentError) {
      outputOf().warn(error.message);
      return exitCode.usage;
    }
    // commander has printed its own already: help and version are no errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
    outputOf().error(error);
    return exitCode.failed;
  }
}

// A reader that went away (`| head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
void main().then((code) => process.exit(code));
