/** The variables that `"${NAME}"` stands for, and what `setenv` and its kin make of them. */
export class Environment {
  private readonly values: Map<string, string>;

  constructor(initial: Readonly<Record<string, string | undefined>> = {}) {
    this.values = new Map();
    for (const [name, value] of Object.entries(initial))
      if (value !== undefined) this.values.set(name, value);
  }

  /** Undefined for a variable that is not set; one that is set may be empty. */
  get(name: string): string | undefined {
    return this.values.get(name);
  }

  /** Runs `setenv`, `presetenv`, `unsetenv` or `resetenv`; any other keyword does nothing. */
  apply(keyword: string, args: readonly string[]): void {
    const [name = '', value] = args;
    if (keyword === 'setenv' && value !== undefined) this.values.set(name, value);
    else if (keyword === 'presetenv' && value !== undefined && !this.values.has(name))
      this.values.set(name, value);
    else if (keyword === 'unsetenv') for (const each of args) this.values.delete(each);
    else if (keyword === 'resetenv') this.keepOnly(args);
  }

  private keepOnly(names: readonly string[]): void {
    for (const name of [...this.values.keys()]) if (!names.includes(name)) this.values.delete(name);
  }
}
