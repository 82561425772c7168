import { createHash } from 'node:crypto';
import { type ContainerSpec } from '../task-runtime.js';
import { prepareRules, type PreparedRule, type SimulationRule } from './simulation-rule.js';

/** What one container is going to do. */
export interface ContainerScript {
  /** Milliseconds until it ends by itself. */
  readonly durationMs: number;
  readonly exitCode: number;
  readonly output: readonly string[];
  readonly outOfMemory: boolean;
  readonly ignoresSigterm: boolean;
  readonly probeExitCode: number;
}

const second = 1000;

/**
 * Decides how containers go. The same seed, rules and order of containers that match a rule give the same times: each
 * rule draws for itself, so one more task of another kind changes nothing.
 */
export class SimulationScript {
  private readonly rules: readonly PreparedRule[];
  private readonly drawn = new Map<number, number>();

  /** @throws RangeError naming every value of the rules that is out of range */
  constructor(
    rules: readonly SimulationRule[],
    private readonly seed: string,
  ) {
    this.rules = prepareRules(rules);
  }

  /** By the first rule that matches; without one it runs a second and ends with 0. */
  of(container: ContainerSpec): ContainerScript {
    const index = this.rules.findIndex((rule) => rule.matches(container));
    const rule = this.rules[index]?.rule ?? {};
    const outOfMemory = rule.outOfMemory ?? false;
    return {
      durationMs: this.duration(index, rule.durationMs ?? second),
      exitCode: outOfMemory ? 137 : (rule.exitCode ?? 0),
      output: rule.output ?? [],
      outOfMemory,
      ignoresSigterm: rule.ignoresSigterm ?? false,
      probeExitCode: rule.probeExitCode ?? 0,
    };
  }

  private duration(index: number, span: number | readonly [number, number]): number {
    if (typeof span === 'number') return span;
    const count = this.drawn.get(index) ?? 0;
    this.drawn.set(index, count + 1);
    const [least, most] = span;
    return least + Math.floor(fraction(this.seed, index, count) * (most - least + 1));
  }
}

/** In [0, 1). */
function fraction(...of: readonly (string | number)[]): number {
  return createHash('sha256').update(JSON.stringify(of)).digest().readUInt32BE(0) / 2 ** 32;
}
