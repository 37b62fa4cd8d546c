/** Where a page's parts are, as its webview can load them. */
export interface PageSources {
  readonly script: string;
  readonly style: string;
  /** What the content security policy calls the extension's own files. */
  readonly origin: string;
  readonly nonce: string;
  readonly language: string;
}

/**
 * The console's document: nothing but its own script and styles may run or load. Fonts are part of the styles; styles
 * set by script are not concerned.
 */
export function consoleHtml({ script, style, origin, nonce, language }: PageSources): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${origin}`,
    // The components bring small pictures of their own, the icons' font is in the style sheet.
    `img-src data:`,
    `font-src data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${style}" id="vscode-codicon-stylesheet" />
    <title>Wirebench</title>
  </head>
  <body>
    <wb-console></wb-console>
    <script nonce="${nonce}" type="module" src="${script}"></script>
  </body>
</html>`;
}
