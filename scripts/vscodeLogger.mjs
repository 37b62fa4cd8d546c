// Stands in for @vscode/spdlog in the web build of VS Code, which is installed without its native modules: without
// it, log channels in the Output view stay empty. Levels are filtered by the caller; files do not rotate.
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';

class Logger {
  #stream;
  #prefixed = true;

  /** @param {string} file */
  constructor(file) {
    mkdirSync(path.dirname(file), { recursive: true });
    this.#stream = createWriteStream(file, { flags: 'a' });
    // A log that cannot be written (its folder was removed) is no reason to fail.
    this.#stream.on('error', () => undefined);
  }

  clearFormatters() {
    this.#prefixed = false;
  }

  trace = this.#writer('trace');
  debug = this.#writer('debug');
  info = this.#writer('info');
  warn = this.#writer('warning');
  error = this.#writer('error');
  critical = this.#writer('critical');

  setPattern() {}
  setLevel() {}
  flush() {}

  drop() {
    this.#stream.end();
  }

  /** @param {string} level */
  #writer(level) {
    return (/** @type {string} */ text) => {
      const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
      this.#stream.write(this.#prefixed ? `${time} [${level}] ${text}\n` : text);
    };
  }
}

export function setFlushOn() {}

/** @param {string} _name
 * @param {string} file */
export async function createRotatingLogger(_name, file) {
  return new Logger(file);
}

export const createAsyncRotatingLogger = createRotatingLogger;
