import { disposable, type Disposable } from '../../core/util/disposable';

/**
 * The local endpoints of an engine's health checks under way, so that a node of the same engine knows a check when
 * it accepts one. A check over a UNIX socket has no endpoint and cannot be told from a client.
 */
export class ProbeRegistry {
  private readonly endpoints = new Set<string>();

  /** Registers the endpoint (as `clientEndpoint` writes it) until the result is disposed. */
  add(endpoint: string): Disposable {
    this.endpoints.add(endpoint);
    return disposable(() => this.endpoints.delete(endpoint));
  }

  has(endpoint: string): boolean {
    return this.endpoints.size > 0 && this.endpoints.has(endpoint);
  }
}
