import { chooseRuntime, type ChooseRuntimeDeps } from './runtime/choose-runtime.js';
import { type CloudSettings } from './cloud-options.js';
import { type SimulatedRuntime } from './runtime/simulated/simulated-runtime.js';
import { type TaskRuntime } from './runtime/task-runtime.js';

/** What runs the tasks of a cloud. */
export interface CloudRuntime {
  readonly runtime: TaskRuntime;
  /** Takes rules of simulated tasks; absent where tasks are not simulated. */
  readonly simulate?: SimulatedRuntime['simulate'];
}

/**
 * The caller's own runtime, or the one that was asked for; the log says which, and what was passed over and why.
 *
 * @throws RuntimeUnavailableError where the wanted one cannot be had
 */
export async function cloudRuntime(
  { runtime: wanted, log }: CloudSettings,
  deps: Omit<ChooseRuntimeDeps, 'path' | 'environment' | 'user' | 'log'>,
): Promise<CloudRuntime> {
  if (typeof wanted !== 'string') return { runtime: wanted };
  const { DOCKER_HOST, DOCKER_TLS_VERIFY, HOME, XDG_RUNTIME_DIR, PATH } = process.env;
  const chosen = await chooseRuntime(wanted, {
    ...deps,
    log,
    path: PATH ?? '/usr/local/bin:/usr/bin:/bin',
    environment: { DOCKER_HOST, DOCKER_TLS_VERIFY, HOME, XDG_RUNTIME_DIR },
    user: self(),
  });
  for (const { name, why } of chosen.passedOver) log(`runtime ${name} passed over: ${why}`);
  const { runtime } = chosen;
  return isSimulated(runtime)
    ? { runtime, simulate: (rules, seed) => runtime.simulate(rules, seed) }
    : { runtime };
}

const isSimulated = (runtime: TaskRuntime): runtime is SimulatedRuntime => 'simulate' in runtime;

function self(): { uid: number; gid: number } | undefined {
  const { getuid, getgid } = process;
  return getuid === undefined || getgid === undefined ? undefined : { uid: getuid(), gid: getgid() };
}
