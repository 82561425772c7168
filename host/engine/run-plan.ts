import { ConfigError, type ConfigMap } from '../../spi/index.js';
import { lookupString } from '../config/config-lookup.js';
import { defaultConfigFiles } from '../config/default-config-files.js';
import { loadConfig } from '../config/load-config.js';
import { loadPipeline } from '../script/load-pipeline.js';
import { resolveProcess, type ResolvedProcess } from '../script/resolve-process.js';
import { withoutTrailingSlash } from '../storage/s3-uri.js';
import { isRunName } from './run-names.js';
import type { RunOptions } from './run-api.js';

/** A call of a process, before its executor is chosen. */
export interface ResolvedCall {
  readonly process: ResolvedProcess;
  readonly view: boolean;
}

/** What a run is to do, read from its files and options. */
export interface RunPlan {
  readonly config: ConfigMap;
  /** URI, without a slash at its end; empty where none is given. */
  readonly workDir: string;
  readonly calls: readonly ResolvedCall[];
}

/** @throws ScriptError or ExecutorError for the first of configuration, script and options that is not usable. */
export async function planRun(options: RunOptions): Promise<RunPlan> {
  checkRunName(options.runName);
  const config = await loadConfig({
    defaultFiles: defaultConfigFiles(options.scriptPath, options.cwd ?? process.cwd()),
    files: options.configFiles ?? [],
    overrides: options.configOverrides ?? [],
  });
  const pipeline = await loadPipeline(options.scriptPath);
  const calls = pipeline.calls.map(({ process: name, view }): ResolvedCall => {
    const declaration = pipeline.processes.get(name);
    if (declaration === undefined)
      throw new Error(`The pipeline calls "${name}", which it does not declare.`);
    return { process: resolveProcess(declaration, config), view };
  });
  return { config, workDir: chooseWorkDir(options.workDir, config), calls };
}

function chooseWorkDir(option: string | undefined, config: ConfigMap): string {
  const workDir = option ?? lookupString(config, 'workDir') ?? '';
  return withoutTrailingSlash(workDir.trim());
}

/** What to say where a plan has no work dir. */
export function noWorkDir(): ConfigError {
  return new ConfigError('Cannot run the pipeline.', {
    code: 'WORK_DIR_MISSING',
    problems: [
      {
        code: 'WORK_DIR_MISSING',
        path: 'work dir',
        message: 'is not given',
        fix: 'run with: -work-dir s3://my-bucket/work (or set workDir in nextflow.config)',
      },
    ],
  });
}

function checkRunName(name: string | undefined): void {
  if (name === undefined || isRunName(name)) return;
  throw new ConfigError(
    `Cannot name the run "${name}": a name begins with a lower-case letter and goes on with lower-case letters, ` +
      'digits and single - or _ between them, 80 characters at most. Choose another one.',
    { code: 'RUN_NAME_INVALID' },
  );
}
