import type { DirectiveValue } from '../../spi/index.js';
import type { SourceLocation } from '../lang/source-text.js';
import type { TaskInput } from '../task/task-input.js';
import type { DynamicValue } from './dynamic-value.js';

/** A pipeline script as read: what it declares and what it runs. */
export interface Pipeline {
  /** By name, in the order of the script. */
  readonly processes: ReadonlyMap<string, ProcessDeclaration>;
  /** What the workflow runs, in the order of the script; at least one, no process twice. */
  readonly calls: readonly PipelineCall[];
}

/** One process as the script declares it, before the configuration adds its defaults. */
export interface ProcessDeclaration {
  readonly name: string;
  readonly location: SourceLocation;
  readonly directives: readonly DirectiveCall[];
  /** What its inputs are called in the work dir, in the order of a call's arguments. */
  readonly inputs: readonly string[];
  /** Files that it is to leave in its work dir, as paths or patterns from there. */
  readonly outputs: readonly string[];
  /** Whether what the script prints is the process's output. */
  readonly outputsStdout: boolean;
  /** The command's text without its common indentation, and without blank lines around it. */
  readonly script: string;
}

/** One directive of a process; its value has been checked where it is no dynamic one. */
export interface DirectiveCall {
  readonly name: string;
  readonly value: DirectiveValue | DynamicValue;
  readonly location: SourceLocation;
}

/** One run of a process by the workflow. */
export interface PipelineCall {
  readonly process: string;
  /** One for each input that the process declares. */
  readonly inputs: readonly TaskInput[];
  /** Whether the output is shown (`| view`). */
  readonly view: boolean;
  readonly location: SourceLocation;
}
