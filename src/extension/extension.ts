/** Called by VS Code when the extension is first needed. */
export function activate(): void {
  // Features register here.
}

/** Called by VS Code before the window closes or reloads. */
export function deactivate(): void {
  // Whatever listens is stopped here.
}
