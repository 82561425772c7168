import type { ConfigMap, DirectiveValue, Problem, ProcessDefinition } from '../../spi/index.js';
import { firstOfEachPath } from '../report/first-of-each-path.js';
import { AttemptDirectives } from './attempt-directives.js';
import { DirectiveProblem, type DirectiveSet } from './directive-set.js';
import { findDirective } from './directives.js';
import { defaultFailurePolicy, type ErrorStrategy, type FailurePolicy } from './failure-policy.js';
import { imageName } from './image-name.js';
import { limitResources } from './resource-limits.js';
import type { TaskContext } from './task-context.js';

/** A process for one attempt, or all that is wrong with its directives then. */
export type DefinitionReading =
  | {
      readonly definition: ProcessDefinition;
      /** Directives the engine itself acts on. */
      readonly values: ReadonlyMap<string, DirectiveValue>;
      /** What its limits took away, e.g. `memory from 128 GB to 64 GB`. */
      readonly cuts: readonly string[];
    }
  | { readonly problems: readonly Problem[] };

/** Directives that say what is to be done about failures: worked out when there is one. */
const FAILURE_DIRECTIVES: readonly string[] = ['errorStrategy', 'maxRetries', 'maxErrors'];

/** Whether a process says something about failures. */
export function hasFailureDirectives(set: DirectiveSet): boolean {
  return FAILURE_DIRECTIVES.some((name) => set.has(name));
}

/** Works out what a process asks for in one attempt. */
export function readDefinition(
  name: string,
  set: DirectiveSet,
  context: TaskContext,
  config: ConfigMap,
): DefinitionReading {
  const attempt = new AttemptDirectives(set, context);
  const asked = new Map<string, DirectiveValue>();
  const problems: Problem[] = [];
  for (const directive of set.keys()) {
    if (FAILURE_DIRECTIVES.includes(directive)) continue;
    const value = collect(problems, () => attempt.value(directive));
    if (value !== undefined) asked.set(directive, value);
  }
  if (problems.length > 0) return { problems: firstOfEachPath(problems) };
  const { values, cuts } = limitResources(asked);
  return { definition: assemble(name, values, config), values, cuts };
}

/** Works out what is to be done about the failure of `context`. */
export function readPolicy(
  set: DirectiveSet,
  context: TaskContext,
): { readonly policy: FailurePolicy } | { readonly problems: readonly Problem[] } {
  const attempt = new AttemptDirectives(set, context);
  const problems: Problem[] = [];
  const [strategy, maxRetries, maxErrors] = FAILURE_DIRECTIVES.map((name) =>
    collect(problems, () => attempt.value(name)),
  );
  if (problems.length > 0) return { problems: firstOfEachPath(problems) };
  return {
    policy: {
      // What `errorStrategy` reads is the name of one.
      strategy: (strategy as ErrorStrategy | undefined) ?? defaultFailurePolicy.strategy,
      maxRetries: typeof maxRetries === 'number' ? maxRetries : defaultFailurePolicy.maxRetries,
      maxErrors: typeof maxErrors === 'number' ? maxErrors : defaultFailurePolicy.maxErrors,
      delayMs: attempt.delayOf('errorStrategy'),
    },
  };
}

function collect<T>(problems: Problem[], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof DirectiveProblem)) throw error;
    problems.push(error.problem);
    return undefined;
  }
}

function assemble(
  name: string,
  values: ReadonlyMap<string, DirectiveValue>,
  config: ConfigMap,
): ProcessDefinition {
  const container = values.get('container');
  const cpus = values.get('cpus');
  const memory = values.get('memory');
  const others = [...values].filter(([directive]) => isExecutorOwned(directive));
  return {
    name,
    ...(typeof container === 'string' ? { container: imageName(container, config) } : {}),
    directives: {
      ...(typeof cpus === 'number' ? { cpus } : {}),
      ...(typeof memory === 'number' ? { memory } : {}),
      others: Object.fromEntries(others),
    },
  };
}

function isExecutorOwned(name: string): boolean {
  const lookup = findDirective(name);
  return 'directive' in lookup && lookup.directive.owner === 'executor';
}
