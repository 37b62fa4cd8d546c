import { html, nothing, type TemplateResult } from 'lit';

/** A choice among a few: value and label of each. */
export function select(
  label: string,
  value: string,
  options: readonly (readonly [value: string, label: string])[],
  onChange: (value: string) => void,
  position: 'above' | 'below' = 'below',
): TemplateResult {
  return html`<vscode-single-select
    label=${label}
    title=${label}
    position=${position}
    .value=${value}
    @change=${(event: Event) => {
      onChange((event.target as HTMLSelectElement).value);
    }}
  >
    ${options.map(
      ([key, text]) => html`<vscode-option value=${key} ?selected=${key === value}>${text}</vscode-option>`,
    )}
  </vscode-single-select>`;
}

/** An icon that acts. */
export function action(icon: string, label: string, onClick: () => void, disabled = false): TemplateResult {
  return html`<vscode-toolbar-button
    label=${label}
    title=${label}
    class=${disabled ? 'disabled' : ''}
    aria-disabled=${disabled}
    @click=${disabled ? nothing : onClick}
    ><span class="codicon codicon-${icon}"></span
  ></vscode-toolbar-button>`;
}

/** An icon that is on or off. */
export function toggle(
  icon: string,
  label: string,
  on: boolean,
  onChange: (on: boolean) => void,
): TemplateResult {
  return html`<vscode-toolbar-button
    toggleable
    label=${label}
    title=${label}
    .checked=${on}
    @change=${(event: Event) => {
      onChange((event.target as HTMLInputElement).checked);
    }}
    ><span class="codicon codicon-${icon}"></span
  ></vscode-toolbar-button>`;
}

export function checkbox(label: string, on: boolean, onChange: (on: boolean) => void): TemplateResult {
  return html`<vscode-checkbox
    label=${label}
    .checked=${on}
    @change=${(event: Event) => {
      onChange((event.target as HTMLInputElement).checked);
    }}
  ></vscode-checkbox>`;
}

/** A line to type in, with what is wrong with it below. */
export function field(
  label: string,
  value: string,
  onInput: (value: string) => void,
  { placeholder = '', error = '', type = 'text', id = '' } = {},
): TemplateResult {
  return html`<vscode-textfield
    id=${id || nothing}
    type=${type}
    label=${label}
    title=${label}
    placeholder=${placeholder}
    .value=${value}
    ?invalid=${error !== ''}
    @input=${(event: Event) => {
      onInput((event.target as HTMLInputElement).value);
    }}
  ></vscode-textfield>`;
}

/** What is wrong with the field above it. */
export function problem(error: string): TemplateResult | typeof nothing {
  return error === ''
    ? nothing
    : html`<p class="problem" role="alert"><span class="codicon codicon-error"></span> ${error}</p>`;
}

/** A whole number from a field, or what it was when that is none. */
export function wholeNumber(text: string, min: number, max: number, before: number): number {
  const value = Number(text);
  return Number.isInteger(value) && value >= min && value <= max ? value : before;
}
