/** A text as a person sees it, or as a screen reader says it. */
export interface VisibleText {
  readonly text: string;
  /** Classes of the nearest elements around it, to find it by and to tell kinds of text apart. */
  readonly where: string;
  /** Whether a part of it does not fit where it stands. */
  readonly cut: boolean;
}

/** What can be asked inside a page. */
export interface LooksOfPage {
  /** Every text within elements that match `selector`: what is drawn, and what labels, hints and tooltips say. */
  visibleTexts(selector: string): VisibleText[];
  /** The colours that are on the page but are none of the theme's, as `PROPERTY COLOUR in ELEMENT`. */
  foreignColours(): string[];
  /** The elements that the browser paints in colours of its own. */
  paintedByTheBrowser(): string[];
}
