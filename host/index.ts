/** The reference engine: runs a pipeline, or single tasks, on the executors that plugins bring. */
export { openSession } from './session/open-session.js';
export type {
  CloseOptions,
  DirectiveMap,
  ProcessSpec,
  SessionEnd,
  SessionObserver,
  SessionOptions,
  TaskOptions,
  TaskResult,
  TaskSession,
  TaskSpec,
} from './session/session-api.js';
export { systemClock, systemRandom } from './session/system-sources.js';
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
export { settingsTable } from './config/settings-docs.js';
