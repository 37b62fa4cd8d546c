import { html, type TemplateResult } from 'lit';
import { shownParts } from '../../src/core/console/rowText';

/** A text with its control characters visible. */
export function shown(text: string): (string | TemplateResult)[] {
  return shownParts(text).map((part) =>
    part.isControl ? html`<span class="control">${part.text}</span>` : part.text,
  );
}
