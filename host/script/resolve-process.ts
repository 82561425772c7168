import {
  ConfigError,
  describeValue,
  type ConfigMap,
  type DirectiveValue,
  type Problem,
  type ProcessDefinition,
} from '../../spi/index.js';
import { lookupScope } from '../config/config-lookup.js';
import { isRead } from '../config/reading.js';
import { isMap, toList } from './directive-values.js';
import { findDirective, inProcess, type Directive } from './directives.js';
import { imageName } from './image-name.js';
import type { DirectiveCall, ProcessDeclaration } from './pipeline.js';
import { limitResources } from './resource-limits.js';

/** A process with the configuration's defaults applied: all that is needed to make its tasks. */
export interface ResolvedProcess {
  /** What the executor is asked to check and run. */
  readonly definition: ProcessDefinition;
  /** Name of the executor the process asks for. */
  readonly executor?: string;
  /** Whether to print what the command prints. */
  readonly debug: boolean;
  readonly script: string;
  readonly outputsStdout: boolean;
  /** What people should know about it; sentences. */
  readonly notices: readonly string[];
}

/** A process as it is asked for, wherever that stands. */
export type ProcessDirectives = Pick<ProcessDeclaration, 'name' | 'script' | 'outputsStdout'> & {
  readonly directives: readonly Pick<DirectiveCall, 'name' | 'value'>[];
};

/**
 * Applies `process.*` of the configuration to a process, each where the process itself lacks the directive;
 * labels and secrets add up instead. Then its limits hold, and its image has its registry.
 * @throws ConfigError naming every directive that cannot be used, which happens only to what was not loaded and
 * checked by `loadConfig` and `loadPipeline`.
 */
export function resolveProcess(declaration: ProcessDirectives, config: ConfigMap): ResolvedProcess {
  const values = new Map<string, DirectiveValue>();
  const defaults = Object.entries(lookupScope(config, 'process'));
  const problems = [
    ...defaults.map(([name, value]) => apply(`process.${name}`, name, value, values)),
    ...declaration.directives.map(({ name, value }) =>
      apply(`process ${declaration.name}, directive ${name}`, name, value, values),
    ),
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0) {
    const message = `Cannot prepare process ${declaration.name}: its directives are wrong. Correct what is listed and run again.`;
    throw new ConfigError(message, { code: 'CONFIG_INVALID', problems });
  }
  return assemble(declaration, values, config);
}

/** Reads one directive over what `values` holds so far. Returns what is wrong with it. */
function apply(
  path: string,
  name: string,
  value: DirectiveValue,
  values: Map<string, DirectiveValue>,
): Problem | undefined {
  const lookup = findDirective(name);
  if ('problem' in lookup) return { path, message: lookup.problem, fix: lookup.advice };
  // Null in the configuration takes a default back.
  if (value === null) return undefined;
  const reading = lookup.directive.read(value);
  if (!isRead(reading)) {
    const fix = `Write it like: ${inProcess(lookup.directive)}`;
    return { path, found: describeValue(value), message: reading.problem, fix };
  }
  values.set(name, combine(lookup.directive, values.get(name), reading.value));
  return undefined;
}

function combine(
  directive: Directive,
  earlier: DirectiveValue | undefined,
  later: DirectiveValue,
): DirectiveValue {
  if (earlier === undefined || directive.accumulates === undefined) return later;
  if (directive.accumulates === 'map') {
    return isMap(earlier) && isMap(later) ? { ...earlier, ...later } : later;
  }
  return [...new Set([...toList(earlier), ...toList(later)])];
}

function assemble(
  declaration: ProcessDirectives,
  asked: ReadonlyMap<string, DirectiveValue>,
  config: ConfigMap,
): ResolvedProcess {
  const { values, cuts } = limitResources(asked);
  const container = values.get('container');
  const executor = values.get('executor');
  const cpus = values.get('cpus');
  const memory = values.get('memory');
  const others = [...values].filter(([name]) => isExecutorOwned(name));
  const definition: ProcessDefinition = {
    name: declaration.name,
    ...(typeof container === 'string' ? { container: imageName(container, config) } : {}),
    directives: {
      ...(typeof cpus === 'number' ? { cpus } : {}),
      ...(typeof memory === 'number' ? { memory } : {}),
      others: Object.fromEntries(others),
    },
  };
  return {
    definition,
    ...(typeof executor === 'string' ? { executor } : {}),
    debug: values.get('debug') === true,
    script: declaration.script,
    outputsStdout: declaration.outputsStdout,
    notices:
      cuts.length === 0
        ? []
        : [`Process ${declaration.name} asks for more than its resourceLimits: cut ${cuts.join(', ')}.`],
  };
}

function isExecutorOwned(name: string): boolean {
  const lookup = findDirective(name);
  return 'directive' in lookup && lookup.directive.owner === 'executor';
}
