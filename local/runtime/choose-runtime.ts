import {
  containerOffer,
  type OfferDeps,
  processOffer,
  type RuntimeOffer,
  sandboxOffer,
  simulatedOffer,
} from './runtime-offers.js';
import { type TaskRuntime } from './task-runtime.js';

export type RuntimeKind = 'container' | 'sandbox' | 'process' | 'simulated';

/** What a runtime may be asked for by; the first is the default. */
export const runtimeChoices = ['auto', 'container', 'sandbox', 'process', 'simulated'] as const;
/** One of them. */
export type RuntimeChoice = (typeof runtimeChoices)[number];

export interface ChooseRuntimeDeps extends OfferDeps {
  /** How each kind is tried; for tests. */
  readonly offers?: Readonly<Record<RuntimeKind, RuntimeOffer>>;
}

export interface ChosenRuntime {
  readonly kind: RuntimeKind;
  /** To be closed by who chose. */
  readonly runtime: TaskRuntime;
  /** For people; the runtime's own. */
  readonly description: string;
  /** What would have been preferred, and why it was not to be had. */
  readonly passedOver: readonly { readonly name: RuntimeKind; readonly why: string }[];
}

/** The runtime that was asked for cannot be had. */
export class RuntimeUnavailableError extends Error {
  override readonly name = 'RuntimeUnavailableError';
}

/** Milliseconds for one kind: the cloud is to be ready within a second, also where an engine hangs. */
const patience = 700;

/** The nearer to AWS the better. Tasks are never simulated without being asked for. */
const preferred = ['container', 'sandbox', 'process'] as const;

const known: Readonly<Record<RuntimeKind, RuntimeOffer>> = {
  container: containerOffer,
  sandbox: sandboxOffer,
  process: processOffer,
  simulated: simulatedOffer,
};

/**
 * Chooses what runs tasks: the one that is wanted, or by `auto` the first that can be had of a container engine,
 * sandboxes and plain processes.
 *
 * @throws RuntimeUnavailableError where the wanted one cannot be had; RangeError where rules of the simulation are
 * out of range
 */
export async function chooseRuntime(wanted: RuntimeChoice, deps: ChooseRuntimeDeps): Promise<ChosenRuntime> {
  const passedOver: { name: RuntimeKind; why: string }[] = [];
  for (const name of wanted === 'auto' ? preferred : [wanted]) {
    const offered = await (deps.offers ?? known)[name](deps, patience);
    if (offered.kind === 'offered') {
      const { runtime } = offered;
      return { kind: name, runtime, description: runtime.description, passedOver };
    }
    passedOver.push({ name, why: offered.why });
  }
  const why = passedOver.map(({ name, why: reason }) => `${name}: ${reason.replace(/\.$/, '')}`).join('; ');
  throw new RuntimeUnavailableError(
    `Tasks cannot be run as wanted (runtime ${wanted}): ${why}. Make it available, or choose another of ${runtimeChoices.join(', ')}.`,
  );
}
