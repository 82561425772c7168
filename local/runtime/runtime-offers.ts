import { type Clock } from '../clock.js';
import { type ChooseRuntimeDeps, type Offered } from './choose-runtime.js';
import { createContainerRuntime } from './container/container-runtime.js';
import { findEngine, type FoundEngine, type NoEngine } from './container/find-engine.js';
import { createProcessRuntime } from './process/process-runtime.js';
import { findSandbox } from './sandbox/find-sandbox.js';
import { createSandboxRuntime } from './sandbox/sandbox-runtime.js';
import { createSimulatedRuntime } from './simulated/simulated-runtime.js';
import { TaskFolders } from './task-folders.js';

/** A container engine that answers and sees the data folder. */
export async function containerOffer(deps: ChooseRuntimeDeps, within: number): Promise<Offered> {
  const real = { ...deps, clock: deps.realClock };
  const folders = new TaskFolders(deps.dataDir, deps.log);
  const found = await inTime(findEngine({ ...real, folders, within }), within, deps.realClock);
  if (found.kind === 'found') {
    return { kind: 'offered', runtime: createContainerRuntime(found, { ...real, folders }) };
  }
  await folders.close();
  return { kind: 'refused', why: found.why };
}

/** Bubblewrap, where the kernel allows what it does. */
export async function sandboxOffer(deps: ChooseRuntimeDeps, within: number): Promise<Offered> {
  const found = await findSandbox(deps.path, deps.user?.uid === 0, within);
  if (found.kind === 'none') return { kind: 'refused', why: found.why };
  return {
    kind: 'offered',
    runtime: createSandboxRuntime(found.machine, { ...deps, clock: deps.realClock }),
  };
}

/** There are always processes. */
export function processOffer(deps: ChooseRuntimeDeps): Promise<Offered> {
  return Promise.resolve({
    kind: 'offered',
    runtime: createProcessRuntime({ ...deps, clock: deps.realClock }),
  });
}

/** By the rules given, on the cloud's own clock. */
export function simulatedOffer({ clock, log, s3Root, simulation }: ChooseRuntimeDeps): Promise<Offered> {
  return Promise.resolve({
    kind: 'offered',
    runtime: createSimulatedRuntime({ clock, log, s3Root, ...simulation }),
  });
}

/** Several sockets may each take their time: together they get no more. */
async function inTime(
  finding: Promise<FoundEngine | NoEngine>,
  within: number,
  clock: Clock,
): Promise<FoundEngine | NoEngine> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(within, () => {
      // One that is found after all is not used: nothing was started in it.
      void finding.then((late) => {
        if (late.kind === 'found') late.engine.close();
      });
      resolve({ kind: 'none', why: `no container engine answered within ${within} ms` });
    });
    finding.then(resolve, reject).finally(() => timer.cancel());
  });
}
