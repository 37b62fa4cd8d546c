import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension', () => {
  it('activates', async () => {
    const extension = vscode.extensions.getExtension('wirebench.wirebench');
    assert.ok(extension, 'it is not there');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('runs on the version that was asked for', () => {
    const wanted = process.env.WIREBENCH_VSCODE ?? '';
    assert.equal(vscode.version.split('.').slice(0, 2).join('.'), wanted);
  });
});
