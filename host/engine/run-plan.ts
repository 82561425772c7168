import type { ConfigMap } from '../../spi/index.js';
import { configInvalid } from '../config/load-config.js';
import { loadPlugins, type ExecutorRegistry } from '../plugin/executor-registry.js';
import { loadPipeline } from '../script/load-pipeline.js';
import { resolveProcess, type ResolvedProcess } from '../script/resolve-process.js';
import type { TaskInput } from '../task/task-input.js';
import type { Refusals } from './refusals.js';
import type { RunRequest } from './run-api.js';
import { readRunConfig } from './run-config.js';
import { refuseRunName } from './run-names.js';
import { chooseWorkDir, type ChosenWorkDir } from './work-dir-check.js';

/** A call of a process, before its executor is chosen. */
export interface ResolvedCall {
  readonly process: ResolvedProcess;
  readonly inputs: readonly TaskInput[];
  readonly view: boolean;
}

/** What a run is to do, read from its files and options. */
export interface RunPlan {
  /** Without the settings that are wrong: those were refused. */
  readonly config: ConfigMap;
  /** The executors of the run's plugins. */
  readonly registry: ExecutorRegistry;
  readonly workDir: ChosenWorkDir;
  readonly calls: readonly ResolvedCall[];
}

/**
 * Reads what a run is to do, and loads its plugins. Wrong values are added to `refusals` and left out of the plan.
 * @throws ScriptError where script or configuration are not in their language.
 * @throws ExecutorError where a file cannot be used at all; where a plugin cannot, with all that was refused: what
 * executors and their settings are is then not known.
 */
export async function planRun(options: RunRequest, refusals: Refusals): Promise<RunPlan> {
  refusals.add(refuseRunName(options.runName));
  const { config, closures, problems, plugins, pluginRefusals, notices } = await readRunConfig(options);
  for (const notice of notices) options.logger.warn(notice);
  if (problems.length > 0) refusals.add(configInvalid(problems));
  const pipeline = await loadPipeline(options.scriptPath);
  const calls = pipeline.calls.flatMap(({ process: name, inputs, view }): ResolvedCall[] => {
    const declaration = pipeline.processes.get(name);
    if (declaration === undefined)
      throw new Error(`The pipeline calls "${name}", which it does not declare.`);
    const process = refusals.collect(() => resolveProcess(declaration, config, closures));
    for (const notice of process?.notices ?? []) options.logger.info(notice);
    return process === undefined ? [] : [{ process, inputs, view }];
  });
  const loaded = await loadPlugins(plugins, options.clock);
  const unusable = [...pluginRefusals, ...loaded.refusals];
  for (const refusal of unusable) refusals.add(refusal);
  if (unusable.length > 0) refusals.throwIfAny();
  const { registry } = loaded;
  return { config, registry, workDir: chooseWorkDir(options.workDir, config), calls };
}
