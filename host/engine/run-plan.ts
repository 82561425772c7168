import type { ConfigMap } from '../../spi/index.js';
import { configInvalid } from '../config/load-config.js';
import type { LocatedManifest } from '../plugin/plugin-manifest.js';
import { loadPipeline } from '../script/load-pipeline.js';
import { resolveProcess, type ResolvedProcess } from '../script/resolve-process.js';
import type { Refusals } from './refusals.js';
import type { RunOptions } from './run-api.js';
import { readRunConfig } from './run-config.js';
import { refuseRunName } from './run-names.js';
import { chooseWorkDir, type ChosenWorkDir } from './work-dir-check.js';

/** A call of a process, before its executor is chosen. */
export interface ResolvedCall {
  readonly process: ResolvedProcess;
  readonly view: boolean;
}

/** What a run is to do, read from its files and options. */
export interface RunPlan {
  /** Without the settings that are wrong: those were refused. */
  readonly config: ConfigMap;
  /** Still to be loaded. */
  readonly plugins: readonly LocatedManifest[];
  readonly workDir: ChosenWorkDir;
  readonly calls: readonly ResolvedCall[];
}

/**
 * Reads what a run is to do. Wrong values are added to `refusals` and left out of the plan.
 * @throws ScriptError where script or configuration are not in their language.
 * @throws ExecutorError where a file or manifest cannot be used at all.
 */
export async function planRun(options: RunOptions, refusals: Refusals): Promise<RunPlan> {
  refusals.add(refuseRunName(options.runName));
  const { config, problems, plugins } = await readRunConfig(options);
  if (problems.length > 0) refusals.add(configInvalid(problems));
  const pipeline = await loadPipeline(options.scriptPath);
  const calls = pipeline.calls.flatMap(({ process: name, view }): ResolvedCall[] => {
    const declaration = pipeline.processes.get(name);
    if (declaration === undefined)
      throw new Error(`The pipeline calls "${name}", which it does not declare.`);
    const process = refusals.collect(() => resolveProcess(declaration, config));
    return process === undefined ? [] : [{ process, view }];
  });
  return { config, plugins, workDir: chooseWorkDir(options.workDir, config), calls };
}
