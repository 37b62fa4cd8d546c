import type { Draft, Snippet } from '../../core/console/page';
import type { Memory } from '../model/savedServers';

const RECENT = 20;
const HISTORY = 50;
/** A longer draft is not remembered: state is kept in memory by the editor. */
const LONGEST_DRAFT = 64 * 1024;

/** What all consoles share and remember: addresses and drafts of this workspace, snippets everywhere. */
export class Library {
  constructor(
    private readonly workspace: Memory,
    private readonly everywhere: Memory,
  ) {}

  /** The last first. */
  get recent(): readonly string[] {
    return this.workspace.get<readonly string[]>('wirebench.console.recent') ?? [];
  }

  /** The last first. */
  get history(): readonly Draft[] {
    return this.workspace.get<readonly Draft[]>('wirebench.console.history') ?? [];
  }

  /** By name. */
  get snippets(): readonly Snippet[] {
    return this.everywhere.get<readonly Snippet[]>('wirebench.console.snippets') ?? [];
  }

  async remember(address: string): Promise<void> {
    if (this.recent[0] === address) return;
    const recent = [address, ...this.recent.filter((other) => other !== address)].slice(0, RECENT);
    await this.workspace.update('wirebench.console.recent', recent);
  }

  async rememberDraft(draft: Draft): Promise<void> {
    if (draft.text.length > LONGEST_DRAFT || isSame(this.history[0], draft)) return;
    const history = [draft, ...this.history.filter((other) => !isSame(other, draft))].slice(0, HISTORY);
    await this.workspace.update('wirebench.console.history', history);
  }

  /** Replaces one of the same name. */
  async saveSnippet(snippet: Snippet): Promise<void> {
    const others = this.snippets.filter(({ name }) => name !== snippet.name);
    await this.writeSnippets([...others, snippet].sort((a, b) => a.name.localeCompare(b.name)));
  }

  async deleteSnippet(name: string): Promise<void> {
    await this.writeSnippets(this.snippets.filter((snippet) => snippet.name !== name));
  }

  private async writeSnippets(snippets: readonly Snippet[]): Promise<void> {
    await this.everywhere.update('wirebench.console.snippets', snippets);
  }
}

function isSame(a: Draft | undefined, b: Draft): boolean {
  return (
    a?.text === b.text &&
    a.kind === b.kind &&
    a.ending === b.ending &&
    a.encoding === b.encoding &&
    a.file?.uri === b.file?.uri
  );
}
