import { globMatcher } from '../../glob.js';
import { type ContainerSpec } from '../task-runtime.js';

/** Chooses containers; every member given must match. Globs: `*`, `?`, and a backslash before what is meant as it is. */
export interface SimulationMatch {
  readonly family?: string;
  readonly image?: string;
  /** Of tasks without a `startedBy`: the empty text. */
  readonly startedBy?: string;
  /** Entry point and command, the words joined by spaces. */
  readonly command?: string;
  /** Name of the container in its definition. */
  readonly container?: string;
  /** Container labels, each a glob of its value. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** How a simulated container goes; what is not given is as by default. */
export interface SimulationRule {
  readonly match?: SimulationMatch;
  /** Milliseconds of the clock it runs, or the least and the most of them. Default 1000. */
  readonly durationMs?: number | readonly [number, number];
  /** 0 to 255; default 0. */
  readonly exitCode?: number;
  /** Lines it prints as it starts. */
  readonly output?: readonly string[];
  /** The kernel kills it at the end of its time: exit code 137 and ECS's reason, whatever `exitCode` says. */
  readonly outOfMemory?: boolean;
  /** It goes on after SIGTERM, until SIGKILL. */
  readonly ignoresSigterm?: boolean;
  /** What a probe (a health check) gets; default 0. */
  readonly probeExitCode?: number;
}

/** A rule with its matcher made once; a task asks every rule before its own. */
export interface PreparedRule {
  readonly rule: SimulationRule;
  matches(container: ContainerSpec): boolean;
}

const familyLabel = 'com.amazonaws.ecs.task-definition-family';

/** @throws RangeError naming every value of the rules that is out of range */
export function prepareRules(rules: readonly SimulationRule[]): readonly PreparedRule[] {
  const problems = rules.flatMap((rule, index) =>
    problemsOf(rule).map((problem) => `rule ${index}: ${problem}`),
  );
  if (problems.length > 0) {
    throw new RangeError(`Tasks cannot be simulated: ${problems.join('; ')}. Correct these rules.`);
  }
  return rules.map((rule) => ({ rule, matches: matcherOf(rule.match ?? {}) }));
}

function problemsOf({ durationMs = 0, exitCode = 0, probeExitCode = 0 }: SimulationRule): readonly string[] {
  const spans = typeof durationMs === 'number' ? [durationMs] : durationMs;
  const [least = 0, most = least] = spans;
  return [
    ...(spans.every((ms) => Number.isFinite(ms) && ms >= 0) && least <= most
      ? []
      : [`durationMs is ${JSON.stringify(durationMs)}, not milliseconds, or the least and the most of them`]),
    ...[exitCode, probeExitCode]
      .filter((code) => !Number.isInteger(code) || code < 0 || code > 255)
      .map((code) => `exit code ${code} is not 0 to 255`),
  ];
}

function matcherOf(match: SimulationMatch): PreparedRule['matches'] {
  const tests: ((container: ContainerSpec) => boolean)[] = [];
  const add = (pattern: string | undefined, value: (container: ContainerSpec) => string): void => {
    if (pattern === undefined) return;
    const glob = globMatcher(pattern);
    tests.push((container) => glob(value(container)));
  };
  add(match.family, ({ labels }) => labels[familyLabel] ?? '');
  add(match.image, ({ image }) => image);
  add(match.startedBy, ({ startedBy = '' }) => startedBy);
  add(match.command, ({ entryPoint, command }) => [...entryPoint, ...command].join(' '));
  add(match.container, ({ name }) => name);
  for (const [label, pattern] of Object.entries(match.labels ?? {})) {
    add(pattern, ({ labels }) => labels[label] ?? '');
  }
  return (container) => tests.every((test) => test(container));
}
