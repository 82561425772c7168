/** The reference engine: runs a pipeline on the executors that plugins bring. */
export { createRun } from './engine/create-run.js';
export type {
  ConfigOverride,
  PipelineRun,
  ProcessProgress,
  RunInfo,
  RunOptions,
  RunReporter,
  RunResult,
  TaskView,
} from './engine/run-api.js';
export { ScriptError } from './lang/script-error.js';
export { readRunConfig, type RunConfig, type RunConfigOptions } from './engine/run-config.js';
export { lookup, lookupString } from './config/config-lookup.js';
export { readManifest, type LocatedManifest } from './plugin/plugin-manifest.js';
export { directivesTable, settingsTable } from './config/settings-docs.js';
