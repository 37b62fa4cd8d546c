import type { Diagnostic } from '../core/text/diagnostic';
import { format } from '../core/util/message';
import { Exit, exitCode, type Output } from './output';

/** Prints what there is to say about a file as `FILE:LINE:COLUMN: severity: text`, the way compilers do. */
export function printDiagnostics(file: string, diagnostics: readonly Diagnostic[], output: Output): void {
  for (const { range, severity, message } of diagnostics) {
    if (severity === 'info') continue;
    output.warn(`${file}:${range.startLine + 1}:${range.startColumn + 1}: ${severity}: ${format(message)}`);
  }
}

/** Ends the command when the file has an error. */
export function refuseErrors(diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.some(({ severity }) => severity === 'error')) throw new Exit(exitCode.usage);
}
