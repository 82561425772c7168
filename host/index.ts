/**
 * The reference engine: runs a pipeline on the executors that plugins bring.
 *
 * @packageDocumentation
 */
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
export { ScriptError, type ScriptFault } from './lang/script-error.js';
export type { SourceLocation } from './lang/source-text.js';
