import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Balancer } from '../../../src/core/api/balancer';
import type { NodeSnapshot } from '../../../src/core/api/node';
import type { Behaviour } from '../../../src/core/api/server';
import { formatAddress, type Address, type TcpAddress } from '../../../src/core/net/address';
import { EmbeddedEngine } from '../../../src/engine/embeddedEngine';
import { whyNotListen } from '../../../src/engine/listener';
import { listenConfig } from '../balancer/config';
import { balancerSpec } from '../balancer/spec';
import { freePort } from '../deadAddresses';

/** An engine for a hostile case, and the addresses that it was given: all of them must be free in the end. */
export class Scene {
  readonly engine: EmbeddedEngine;
  private readonly addresses: Address[] = [];
  private readonly closers: (() => unknown)[] = [];

  /** @param budget bytes for transcripts; default the engine's own */
  constructor(budget: number | undefined) {
    this.engine = new EmbeddedEngine({ transcripts: { budget } });
  }

  /** A free port of 127.0.0.1. */
  async tcp(): Promise<TcpAddress> {
    const address = { kind: 'tcp', host: '127.0.0.1', port: await freePort() } as const;
    this.addresses.push(address);
    return address;
  }

  unix(): Extract<Address, { kind: 'unix' }> {
    const file = `wb-${process.pid}-${this.addresses.length}.sock`;
    const address = { kind: 'unix', path: path.join(os.tmpdir(), file) } as const;
    this.addresses.push(address);
    return address;
  }

  /** Does it when the engine is shut down. */
  defer(close: () => unknown): void {
    this.closers.push(close);
  }

  serve(name: string, address: Address, behaviour: Behaviour): Promise<NodeSnapshot> {
    return this.engine.servers.start({ id: name, name, address, behaviour });
  }

  /** From the text of a haproxy.cfg; not started. */
  balancer(config: string): Promise<Balancer> {
    return this.engine.createBalancer({ id: 'lb', spec: balancerSpec(config) });
  }

  /** A running balancer whose `listen f` has a free port, and these lines. */
  async balance(...lines: readonly string[]): Promise<{ balancer: Balancer; port: number }> {
    const balancer = await this.balancer(await listenConfig(...lines));
    const { frontends } = await balancer.start();
    const [address] = frontends[0]!.addresses as [TcpAddress];
    this.addresses.push(address);
    return { balancer, port: address.port };
  }

  async close(): Promise<void> {
    await this.engine.shutdown({});
    for (const close of this.closers) await close();
  }

  async assertReleased(): Promise<void> {
    for (const address of this.addresses) {
      assert.equal(await whyNotListen(address), undefined, formatAddress(address));
      if (address.kind === 'unix') assert.equal(existsSync(address.path), false);
    }
  }
}
