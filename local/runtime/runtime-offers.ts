import { type Clock } from '../clock.js';
import { createContainerRuntime } from './container/container-runtime.js';
import { type EngineEnvironment } from './container/engine-address.js';
import { findEngine, type FoundEngine, type NoEngine } from './container/find-engine.js';
import { createProcessRuntime } from './process/process-runtime.js';
import { findSandbox } from './sandbox/find-sandbox.js';
import { createSandboxRuntime } from './sandbox/sandbox-runtime.js';
import { createSimulatedRuntime, type PullRule } from './simulated/simulated-runtime.js';
import { type SimulationRule } from './simulated/simulation-rule.js';
import { TaskFolders } from './task-folders.js';
import { type TaskRuntime } from './task-runtime.js';

export interface OfferDeps {
  /** The cloud's; one of virtual time is for the simulated runtime alone, as processes take the time they take. */
  readonly clock: Clock;
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
}

/** A runtime that can be had, or why it cannot, and what to do about it. */
export type Offered =
  | { readonly kind: 'offered'; readonly runtime: TaskRuntime }
  | { readonly kind: 'refused'; readonly why: string };

/** Tries one kind. Never rejects but for wrong rules; refuses what takes longer than `within` milliseconds. */
export type RuntimeOffer = (deps: OfferDeps, within: number) => Promise<Offered>;

/** A container engine that answers and sees the data folder. */
export async function containerOffer(deps: OfferDeps, within: number): Promise<Offered> {
  const folders = new TaskFolders(deps.dataDir, deps.log);
  const finding = findEngine({ ...deps, folders, within });
  const found = await inTime(finding, within, deps.clock);
  if (found.kind === 'found') {
    return { kind: 'offered', runtime: createContainerRuntime(found, { ...deps, folders }) };
  }
  // One that is found after all is not used; nothing was started in it.
  const closed = finding.then((late) => {
    if (late.kind === 'found') late.engine.close();
    return folders.close();
  });
  if (found.kind === 'none') await closed;
  return { kind: 'refused', why: found.why };
}

/** Bubblewrap, where the kernel allows what it does. */
export async function sandboxOffer(deps: OfferDeps, within: number): Promise<Offered> {
  const found = await findSandbox(deps.path, deps.user?.uid === 0, within);
  if (found.kind === 'none') return { kind: 'refused', why: found.why };
  return { kind: 'offered', runtime: createSandboxRuntime(found.machine, deps) };
}

/** There are always processes. */
export function processOffer(deps: OfferDeps): Promise<Offered> {
  return Promise.resolve({ kind: 'offered', runtime: createProcessRuntime(deps) });
}

/** By the rules given. @throws RangeError naming every value of theirs that is out of range */
export function simulatedOffer({ clock, log, s3Root, simulation }: OfferDeps): Promise<Offered> {
  const deps = { clock, log, s3Root, ...simulation };
  return Promise.resolve({ kind: 'offered', runtime: createSimulatedRuntime(deps) });
}

/** Several sockets may each take their time: together they get no more. */
async function inTime(
  finding: Promise<FoundEngine | NoEngine>,
  within: number,
  clock: Clock,
): Promise<FoundEngine | NoEngine | { readonly kind: 'late'; readonly why: string }> {
  return new Promise((resolve) => {
    const timer = clock.after(within, () =>
      resolve({ kind: 'late', why: `no container engine answered within ${within} ms` }),
    );
    void finding.then((found) => {
      timer.cancel();
      resolve(found);
    });
  });
}
