import path from 'node:path';
import * as esbuild from 'esbuild';
import type { Frame, Page } from 'playwright-core';
import { root } from '../../scripts/vscode.mjs';
import type { LooksOfPage } from './page/looksOfPage';

let script: Promise<string> | undefined;

/** Asks a question inside a page. */
export async function ask<K extends keyof LooksOfPage>(
  frame: Frame | Page,
  question: K,
  ...args: Parameters<LooksOfPage[K]>
): Promise<ReturnType<LooksOfPage[K]>> {
  script ??= bundle();
  const call = `(() => { ${await script}; return page.looks.${question}(...${JSON.stringify(args)}); })()`;
  return frame.evaluate<ReturnType<LooksOfPage[K]>>(call);
}

async function bundle(): Promise<string> {
  const entry = path.join(root, 'test', 'support', 'page', 'looks.ts');
  const { outputFiles } = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    format: 'iife',
    globalName: 'page',
    write: false,
  });
  return outputFiles[0]!.text;
}
