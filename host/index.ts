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
export { loadConfig, type ConfigSources } from './config/load-config.js';
export { defaultConfigFiles } from './config/default-config-files.js';
export { lookup, lookupString } from './config/config-lookup.js';
export { readManifest } from './plugin/plugin-manifest.js';
export { settingsTable } from './config/settings-docs.js';
