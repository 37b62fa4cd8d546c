import type * as vscode from 'vscode';
import type { Transport } from '../../core/rpc/transport';
import { Emitter } from '../../core/util/event';
import type { Message } from '../../core/util/message';

/** A Transport to one life of a webview's page: each time the page is loaded it is a new one. */
export class WebviewTransport implements Transport {
  private readonly messages = new Emitter<unknown>();
  private readonly closes = new Emitter<Message>();

  readonly onMessage = this.messages.event;
  readonly onClose = this.closes.event;

  constructor(private readonly webview: vscode.Webview) {}

  post(message: unknown): void {
    void this.webview.postMessage(message);
  }

  receive(message: unknown): void {
    this.messages.fire(message);
  }

  close(reason: Message): void {
    this.closes.fire(reason);
  }
}
