import * as vscode from 'vscode';
import type { Behaviour, ServerSpec } from '../../core/api/server';
import { formatAddress, parseAddress, type Address, type TcpAddress } from '../../core/net/address';
import { checkedName, freeName, isSpokenFor, newBehaviours, newServer } from '../model/newServer';
import type { Workbench } from '../model/workbench';
import { say } from '../ui/say';
import { settings } from '../ui/settings';
import { addressProblem, problemOf } from '../ui/validate';
import { back, inputStep, pickStep } from '../ui/steps';
import type { CommandServices, Handlers } from './command';
import { askOptions } from './serverOptions';

/** Ports that are tried for the proposal, from the one in the settings on. */
const TRIED_PORTS = 50;

/** Asks what it does, where it listens and what it is called; Enter three times gives an echo server on a free port. */
export function startServerCommand({ workbench }: CommandServices): Handlers<'startServer'> {
  return {
    startServer: async () => {
      const spec = await new NewServerWizard(workbench).run();
      if (!spec) return;
      workbench.servers.put(spec, false);
      await workbench.serverControl.start(spec.id);
    },
  };
}

interface BehaviourItem extends vscode.QuickPickItem {
  readonly behaviour: Behaviour;
}

class NewServerWizard {
  private behaviour: Behaviour = newBehaviours.echo;
  private address = '';
  private name = '';
  private wantsOptions = false;
  private readonly title = vscode.l10n.t('Start Server');

  constructor(private readonly workbench: Workbench) {}

  /** The server that the user wants; nothing when they gave up. */
  async run(): Promise<ServerSpec | undefined> {
    const steps = [() => this.askBehaviour(), () => this.askAddress(), () => this.askName()];
    for (let at = 0; at < steps.length;) {
      const answer = await steps[at]?.();
      if (answer === undefined) return undefined;
      at += answer === back ? -1 : 1;
    }
    const id = `${this.name}-${Date.now().toString(36)}`;
    const spec = newServer(id, this.name, parseAddress(this.address), this.behaviour);
    const question = { title: this.title, done: vscode.l10n.t('Start') };
    return this.wantsOptions ? askOptions(this.workbench, spec, question) : spec;
  }

  private async askBehaviour() {
    const options = {
      title: this.title,
      step: 1,
      totalSteps: 3,
      placeholder: vscode.l10n.t('What does the server do with its connections?'),
    };
    const answer = await pickStep(options, behaviourItems());
    if (answer !== undefined && answer !== back) this.behaviour = answer.behaviour;
    return answer;
  }

  private async askAddress() {
    const answer = await inputStep({
      title: this.title,
      step: 2,
      totalSteps: 3,
      value: this.address || formatAddress(await this.freeAddress()),
      prompt: vscode.l10n.t('HOST:PORT, a port alone for 127.0.0.1, [IPv6]:PORT, *:PORT or unix@/path'),
      validate: addressProblem,
      validateLater: (text) => this.listenProblem(text),
    });
    if (typeof answer === 'string') this.address = formatAddress(parseAddress(answer));
    return answer;
  }

  private async askName() {
    const answer = await inputStep({
      title: this.title,
      step: 3,
      totalSteps: 3,
      value: freeName(this.workbench, this.behaviour.kind),
      prompt: vscode.l10n.t('A name for the server. Its answer, delay and TLS are behind the gear.'),
      validate: (text) => problemOf(() => checkedName(this.workbench, text)),
      more: { tooltip: vscode.l10n.t('Options…'), chosen: () => (this.wantsOptions = true) },
    });
    if (typeof answer === 'string') this.name = answer.trim();
    return answer;
  }

  /** The first address that no node of ours wants and that is free now. */
  private async freeAddress(): Promise<Address> {
    const first = settings.defaultAddress();
    for (const address of addressesFrom(first)) {
      if (isSpokenFor(this.workbench, address)) continue;
      if ((await this.tryAddress(address)) === undefined) return address;
    }
    return { ...first, port: 0 };
  }

  private listenProblem(text: string): Promise<string | undefined> {
    return this.tryAddress(parseAddress(text));
  }

  private async tryAddress(address: Address): Promise<string | undefined> {
    const engine = await this.workbench.slot.get();
    const problem = await engine.servers.tryAddress({ address });
    return problem && say(problem);
  }
}

function* addressesFrom({ host, port }: TcpAddress): Iterable<TcpAddress> {
  for (let next = port; next < Math.min(port + TRIED_PORTS, 65536); next++)
    yield { kind: 'tcp', host, port: next };
}

function behaviourItems(): BehaviourItem[] {
  const describe: Readonly<Record<Behaviour['kind'], string>> = {
    echo: vscode.l10n.t('sends back what it gets (RFC 862)'),
    reply: vscode.l10n.t('answers every message with a text'),
    http: vscode.l10n.t('answers HTTP requests with a page that names it'),
    discard: vscode.l10n.t('takes everything, says nothing (RFC 863)'),
    chargen: vscode.l10n.t('sends characters without end (RFC 864)'),
    daytime: vscode.l10n.t('sends the time and closes (RFC 867)'),
  };
  return Object.values(newBehaviours).map((behaviour) => ({
    label: behaviour.kind,
    description: describe[behaviour.kind],
    behaviour,
  }));
}
