import type { Behaviour, ServerSpec } from '../../core/api/server';
import { compileTemplate, plainAnswer } from '../../core/bytes/template';
import { formatAddress, type Address } from '../../core/net/address';
import { Failure, catalog } from '../../core/util/message';
import type { Workbench } from './workbench';

export const newServerMessages = catalog('newServer', {
  noName: 'Give it a name.',
  nameTaken: 'There is a server “{name}” already. Choose another name.',
});

/** A behaviour as it stands in the list of new servers, ready to run. */
export const newBehaviours: Readonly<Record<Behaviour['kind'], Behaviour>> = {
  echo: { kind: 'echo' },
  reply: { kind: 'reply', answer: compileTemplate(plainAnswer) },
  http: { kind: 'http' },
  discard: { kind: 'discard' },
  chargen: { kind: 'chargen' },
  daytime: { kind: 'daytime' },
};

/** `echo`, or `echo-2` and so on when there is one of that name. */
export function freeName(workbench: Workbench, stem: string): string {
  const taken = new Set(workbench.servers.all().map(({ spec }) => spec.name));
  if (!taken.has(stem)) return stem;
  let n = 2;
  while (taken.has(`${stem}-${n}`)) n++;
  return `${stem}-${n}`;
}

/**
 * The name as it is kept.
 * @param own what it may be besides those that are free
 * @throws Failure when it is empty or another server's
 */
export function checkedName(workbench: Workbench, text: string, own?: string): string {
  const name = text.trim();
  if (name === '') throw new Failure(newServerMessages.noName());
  if (name === own || freeName(workbench, name) === name) return name;
  throw new Failure(newServerMessages.nameTaken({ name }));
}

/** Whether a server or a frontend that is known would listen there, running or not. */
export function isSpokenFor(workbench: Workbench, address: Address): boolean {
  const text = formatAddress(address);
  const servers = workbench.servers
    .all()
    .flatMap(({ spec, snapshot }) => [spec.address, ...snapshot.addresses]);
  const binds = workbench.balancers
    .all()
    .flatMap((balancer) =>
      balancer.frontends().flatMap(({ spec }) => spec.binds.map((bind) => bind.address)),
    );
  return [...servers, ...binds].some((each) => formatAddress(each) === text);
}

/** @param id unique among the servers of the workspace */
export function newServer(id: string, name: string, address: Address, behaviour: Behaviour): ServerSpec {
  return { id: `adhoc:${id}`, name, address, behaviour };
}
