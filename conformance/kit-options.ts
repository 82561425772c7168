import type { ConfigMap, Executor, ExecutorPlugin, PluginManifest, Session, TaskRun } from '../spi/index.js';
import type { DirectiveProbes } from './directive-probes.js';
import type { FaultName, Faults } from './faults.js';
import type { KitTime } from './kit-time.js';
import type { Group, Test } from './runner.js';
import type { TaskSeat, Work } from './work.js';

/** What `load` is to make an executor for. */
export interface LoadRequest<B> {
  /**
   * The session of one test. Its events, logger and clock are the kit's and must be used as they are; what the
   * executor's own settings need is merged into `config` (see `mergeConfig`).
   */
  readonly session: Session;
  /** The time of the test, for a backend that is to live in the same. */
  readonly time: KitTime;
  /** Given: the executor is to use this backend, as a later run would. Otherwise a fresh and empty one. */
  readonly backend: B | undefined;
}

/** An executor that is not started yet, with the backend it uses. */
export interface Loaded<B> {
  readonly executor: Executor;
  readonly backend: B;
}

/** What a backend has seen and holds. */
export interface BackendView {
  /** Tasks it ever accepted. */
  readonly accepted: number;
  /** Tasks that have not ended. */
  readonly alive: number;
  /** Status calls it was sent, failed ones included. */
  readonly statusCalls: number;
}

/** What an executor or its backend may or may not do: `true`, or why not. */
export interface Capabilities {
  /** The end by a signal is told as 128 + its number. */
  readonly signals: true | string;
  /** What a command printed can be read: `readOutput` is given. */
  readonly output: true | string;
  /** The exit status survives where the backend forgets the task, e.g. as a file. */
  readonly exitRecord: true | string;
  /** The backend tells an end for want of memory from others. */
  readonly outOfMemory: true | string;
  /** `executor.queueSize` is honoured. */
  readonly queueSize: true | string;
  /** `executor.pollInterval` is honoured. */
  readonly pollInterval: true | string;
  /** `Executor.openLog` reads what the backend kept of a task's output. */
  readonly logs: true | string;
  /** Tasks of a session that is gone are taken over (`TaskRun.resumes`): `ExecutorCapabilities.adoption`. */
  readonly adoption: true | string;
  /** `Executor.housekeeping` lists and stops the tasks of any session. */
  readonly housekeeping: true | string;
}

/** The name of a capability, as {@link Capabilities} has it. */
export type CapabilityName = keyof Capabilities;

/** A level of the kit: registration, lifecycle, control, directives, faults, adoption and housekeeping, scale and budgets,
 * endings and logs. */
export type Level = 'L0' | 'L1' | 'L2' | 'L3' | 'L4' | 'L5' | 'L6' | 'L7';

/** What a test needs beside the executor; where it is missing the test is skipped and its title says why. */
export type Need = CapabilityName | FaultName | 'plugin' | 'settings' | 'budgets' | 'directives' | 'requests';

/** A setting whose change must reach the next session's tasks, whatever earlier sessions left on the backend. */
export interface SettingProbe<B> {
  readonly name: string;
  readonly before: ConfigMap;
  readonly after: ConfigMap;
  /** What the backend knows of the setting for this task. */
  readonly seen: (backend: B, nativeId: string) => string | undefined | Promise<string | undefined>;
  /** What `seen` tells under `after`. */
  readonly expected: string;
}

/** A kind of call that may be made only so often for many tasks of one kind. */
export interface Budget<B> {
  /** E.g. `registrations`. */
  readonly name: string;
  /** Most calls for so many tasks. */
  readonly allowed: (tasks: number) => number;
  readonly spent: (backend: B) => number | Promise<number>;
}

/** The plugin that brings the executor, as an engine finds it. */
export interface PluginUnderTest {
  readonly manifest: PluginManifest;
  readonly plugin: ExecutorPlugin;
  /** Settings that are right, for a session without a backend. */
  readonly config: ConfigMap;
}

/** The executor under test, and how the kit gets at it. `B` is the caller's backend; the kit never looks into it. */
export interface KitOptions<B> {
  readonly describe: Group;
  readonly it: Test;
  readonly load: (request: LoadRequest<B>) => Promise<Loaded<B>>;
  /** Ends a backend; called once for each that `load` made, after the executor's shutdown. */
  readonly close?: (backend: B) => Promise<void>;
  /** A task of this backend that does `work`: the seat, and `container`, `directives`, `launch`, `prepare`. */
  readonly makeTask: (work: Work, seat: TaskSeat, backend: B) => TaskRun | Promise<TaskRun>;
  readonly observe: (backend: B) => BackendView | Promise<BackendView>;
  readonly capabilities: Capabilities;
  /** Absent: every test that needs a fault is skipped. */
  readonly faults?: Faults<B>;
  /** What must not be missing: a test that would be skipped for it, or in this level, fails instead. */
  readonly required?: readonly (Need | Level)[];
  /** Everything a task printed, standard output and error. */
  readonly readOutput?: (backend: B, task: TaskRun) => Promise<string>;
  readonly plugin?: PluginUnderTest;
  readonly settings?: readonly SettingProbe<B>[];
  readonly budgets?: readonly Budget<B>[];
  /** Which directives are honoured and which refused. */
  readonly directives?: DirectiveProbes<B>;
  /** A new one for every test. Default: real time. */
  readonly time?: () => KitTime;
  /** URI of the folder of work dirs. Default `memory:///work`. */
  readonly workDir?: string;
  /** How many tasks level 6 runs at once, 101 or more. Default 250. */
  readonly scale?: number;
}
