import { type Clock } from '../clock.js';
import { type EngineEnvironment } from './container/engine-address.js';
import { containerOffer, processOffer, sandboxOffer, simulatedOffer } from './runtime-offers.js';
import { type PullRule } from './simulated/simulated-runtime.js';
import { type SimulationRule } from './simulated/simulation-rule.js';
import { type TaskRuntime } from './task-runtime.js';

export type RuntimeKind = 'container' | 'sandbox' | 'process' | 'simulated';

/** What a runtime may be asked for by; the first is the default. */
export const runtimeChoices = ['auto', 'container', 'sandbox', 'process', 'simulated'] as const;
export type RuntimeChoice = (typeof runtimeChoices)[number];

export interface ChooseRuntimeDeps {
  readonly clock: Clock;
  /**
   * The time in which an engine has to answer: the machine's, also where the cloud's is virtual. It is also the time of
   * everything real, as a pull or a process's last output, so only the simulated runtime lives by `clock`.
   */
  readonly realClock: Clock;
  readonly log: (line: string) => void;
  readonly dataDir: string;
  /** The folder that holds the buckets. */
  readonly s3Root: string;
  /** The search path of tasks without an image, usually the host's own PATH. */
  readonly path: string;
  /** The host's variables that say where an engine is. */
  readonly environment: EngineEnvironment;
  /** The cloud's own user; `undefined` where the system has no such numbers. */
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
  readonly simulation?: {
    readonly rules?: readonly SimulationRule[];
    readonly pulls?: readonly PullRule[];
    readonly seed?: string;
  };
  /** How each kind is tried; for tests. */
  readonly offers?: Readonly<Record<RuntimeKind, RuntimeOffer>>;
}

/** A runtime that can be had, or why it cannot, and what to do about it. */
export type Offered =
  | { readonly kind: 'offered'; readonly runtime: TaskRuntime }
  | { readonly kind: 'refused'; readonly why: string };

/** Tries one kind. Never rejects; gives a refusal where it takes longer than `within` milliseconds. */
export type RuntimeOffer = (deps: ChooseRuntimeDeps, within: number) => Promise<Offered>;

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
  const why = passedOver.map(({ name, why: reason }) => `${name}: ${reason}`).join('; ');
  throw new RuntimeUnavailableError(
    `Tasks cannot be run as wanted (runtime ${wanted}): ${why}. Make it available, or choose another of ${runtimeChoices.join(', ')}.`,
  );
}
