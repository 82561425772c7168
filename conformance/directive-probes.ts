import type { TaskDirectives, TaskRun } from '../spi/index.js';

/** A directive that the executor honours, as an engine hands it on. */
export interface HonouredDirective<B> {
  /** E.g. `cpus`. */
  readonly name: string;
  /** The directive with a value that is not the default, e.g. `{ cpus: 2, others: {} }`. */
  readonly directives: TaskDirectives;
  /** What the backend knows of it for this task. */
  readonly seen: (backend: B, nativeId: string) => string | undefined | Promise<string | undefined>;
  /** What `seen` tells. */
  readonly expected: string;
}

/** A directive, or a value of one, that the executor can never serve. */
export interface RefusedDirective {
  /** The name by which it must be refused, e.g. `cpus`; each once. */
  readonly name: string;
  readonly directives: TaskDirectives;
}

/** What becomes of directives. Whatever is not listed here must be refused by its name. */
export interface DirectiveProbes<B> {
  readonly honoured: readonly HonouredDirective<B>[];
  readonly refused: readonly RefusedDirective[];
  /**
   * Everything the backend was asked for with this task, but for what is the task's own (its name, work dir, token):
   * two tasks that ask for the same must give the same text.
   */
  readonly requestOf?: (backend: B, nativeId: string, task: TaskRun) => string | Promise<string>;
}

/** Both directives together; those of `more` win. */
export function withDirectives(
  base: TaskDirectives,
  ...more: readonly (TaskDirectives | undefined)[]
): TaskDirectives {
  return more.reduce<TaskDirectives>(
    (all, next) => ({ ...all, ...next, others: { ...all.others, ...next?.others } }),
    base,
  );
}
