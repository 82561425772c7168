import {
  ConfigError,
  describeValue,
  type ConfigMap,
  type DirectiveValue,
  type Problem,
  type ProcessDefinition,
} from '../../spi/index.js';
import type { CacheMode } from '../cache/cache-mode.js';
import { lookupScope } from '../config/config-lookup.js';
import { isRead } from '../config/reading.js';
import type { TaskDynamics } from '../engine/task-order.js';
import type { Closure } from '../lang/closure.js';
import { firstOfEachPath } from '../report/first-of-each-path.js';
import { directiveSet, type DirectiveWriting } from './directive-set.js';
import { findDirective, inProcess, refuseDynamic } from './directives.js';
import { closureValue, DynamicValue } from './dynamic-value.js';
import type { DirectiveCall, ProcessDeclaration } from './pipeline.js';
import { readDefinition } from './process-definition.js';
import { firstAttempt, ProcessDynamics } from './process-dynamics.js';

/** A process with the configuration's defaults applied: all that is needed to make its tasks. */
export interface ResolvedProcess {
  /** What the executor is asked to check and run: as it stands for the first attempt. */
  readonly definition: ProcessDefinition;
  /** Absent where every attempt is as the first and the default policy on failures holds. */
  readonly dynamics?: TaskDynamics;
  /** Name of the executor the process asks for. */
  readonly executor?: string;
  /** Whether to print what the command prints. */
  readonly debug: boolean;
  readonly script: string;
  readonly outputsStdout: boolean;
  /** Files it is to leave in its work dir, as paths or patterns from there. */
  readonly outputs: readonly string[];
  /** Absent where nothing is said. */
  readonly cache?: CacheMode;
  /** What people should know about it; sentences. */
  readonly notices: readonly string[];
}

/** A process as it is asked for, wherever that stands. */
export type ProcessDirectives = Pick<ProcessDeclaration, 'name' | 'script' | 'outputs' | 'outputsStdout'> & {
  readonly directives: readonly Pick<DirectiveCall, 'name' | 'value'>[];
};

/**
 * Applies `process.*` of the configuration to a process, each where the process itself lacks the directive;
 * labels and secrets add up instead. Then its limits hold, and its image has its registry.
 * @param closures those of `process.*` that are closures, by directive; `config` holds their texts.
 * @throws ConfigError naming every directive that cannot be used. Of what was loaded and checked by `loadConfig` and
 * `loadPipeline` this happens only to dynamic ones, which have no usable value for the first attempt.
 */
export function resolveProcess(
  declaration: ProcessDirectives,
  config: ConfigMap,
  closures: ReadonlyMap<string, Closure> = new Map(),
): ResolvedProcess {
  const { name: process } = declaration;
  const defaults = Object.entries(lookupScope(config, 'process')).map(([name, value]) => {
    const closure = closures.get(name);
    return writingOf(`process.${name}`, name, closure === undefined ? value : closureValue(closure));
  });
  const own = declaration.directives.map(({ name, value }) =>
    writingOf(`process ${process}, directive ${name}`, name, value),
  );
  const readings = [...defaults, ...own].filter((reading) => reading !== undefined);
  const wrong = readings.flatMap((reading) => ('problem' in reading ? [reading.problem] : []));
  const set = directiveSet(readings.flatMap((reading) => ('writing' in reading ? [reading.writing] : [])));
  const read = readDefinition(process, set, firstAttempt(process), config);
  const dynamics = ProcessDynamics.of(process, set, config);
  const attempted = 'definition' in read ? read.definition : { name: process, directives: { others: {} } };
  const problems = [
    ...wrong,
    ...('problems' in read ? read.problems : []),
    ...(dynamics?.policyProblems(attempted) ?? []),
  ];
  if (problems.length > 0 || 'problems' in read) throw refusal(process, firstOfEachPath(problems));
  const { definition, values, cuts } = read;
  const executor = values.get('executor');
  const cache = values.get('cache');
  return {
    definition,
    ...(dynamics === undefined ? {} : { dynamics }),
    ...(typeof executor === 'string' ? { executor } : {}),
    debug: values.get('debug') === true,
    script: declaration.script,
    outputsStdout: declaration.outputsStdout,
    outputs: declaration.outputs,
    // What `cache` reads is a mode.
    ...(cache === undefined ? {} : { cache: cache as CacheMode }),
    notices:
      cuts.length === 0
        ? []
        : [`Process ${process} asks for more than its resourceLimits: cut ${cuts.join(', ')}.`],
  };
}

/** One directive as written; undefined where it says nothing. */
function writingOf(
  path: string,
  name: string,
  value: DirectiveValue | DynamicValue,
): { readonly writing: DirectiveWriting } | { readonly problem: Problem } | undefined {
  const lookup = findDirective(name);
  if ('problem' in lookup) return { problem: { path, message: lookup.problem, fix: lookup.advice } };
  const { directive } = lookup;
  if (value instanceof DynamicValue) {
    const refused = refuseDynamic(directive);
    if (refused === undefined) return { writing: { path, directive, value } };
    return { problem: { path, found: value.text, message: refused.problem, fix: `${refused.advice}.` } };
  }
  // Null in the configuration takes a default back.
  if (value === null) return undefined;
  const reading = directive.read(value);
  if (isRead(reading)) return { writing: { path, directive, value: reading.value } };
  const fix = `Write it like: ${inProcess(directive)}`;
  return { problem: { path, found: describeValue(value), message: reading.problem, fix } };
}

function refusal(process: string, problems: readonly Problem[]): ConfigError {
  const message = `Cannot prepare process ${process}: its directives are wrong. Correct what is listed and run again.`;
  return new ConfigError(message, { code: 'CONFIG_INVALID', problems });
}
