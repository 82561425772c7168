import { Chance } from './chance.js';
import type { Manner } from './cloud-process.js';
import type { Death, Passing } from './death.js';
import { type KillPoint, killPoint, killPoints } from './kill-points.js';

/** How a killed run is gone on with: the newest of its folder, by its name, or by its session alone, elsewhere. */
export type ResumeBy = 'last' | 'name' | 'session';

/** One pipeline, killed and resumed until it is done. */
export interface Scenario {
  readonly number: number;
  /** What runs: the command, or a program with a session of thirty tasks. */
  readonly engine: 'command' | 'program';
  readonly cloud: Manner;
  /** How each run dies, in order; the one after the last may live. */
  readonly deaths: readonly Omit<Death, 'mark'>[];
  /** Milliseconds after the first death until which the longest task runs at least. */
  readonly heldFor?: number;
  readonly resumeBy: readonly ResumeBy[];
}

/** About as long as a run of the pipeline takes after its first call where nobody disturbs it, in milliseconds. */
const runSpan = 5000;
/** Milliseconds for which the longest task is held, so that the next engine finds it running. */
const heldFor = 20_000;
/**
 * What comes round: first what only later runs come by, as that is where tasks are lost or doubled, and Ctrl-C to its end,
 * with tasks that still wait for their place.
 */
const turns: readonly (KillPoint | 'interruption')[] = [
  'interruption',
  ...killPoints.filter(({ of }) => of !== undefined),
  'interruption',
  ...killPoints.filter(({ of }) => of === undefined),
];
const anywhere = killPoints.filter(({ of, crowded }) => of === undefined && crowded !== true);

/**
 * Scenario after scenario, without end: the same for the same seed. The first is left alone, as a measure for the others;
 * then named points come round in turn, and every fourth death is by time.
 */
export function planScenario(seed: string, number: number): Scenario {
  if (number === 0) return { number, engine: 'command', cloud: 'calm', deaths: [], resumeBy: [] };
  const chance = new Chance(`${seed}/${number}`);
  const timed = number % 4 === 0;
  const turn = timed ? undefined : turns[(number - 1 - Math.floor(number / 4)) % turns.length];
  if (turn === 'interruption') return interruptionOnly(number, chance);
  const first = turn === undefined ? [{ afterMs: chance.below(runSpan) }] : deathsAt(turn, chance);
  const more = chance.below(4) === 0 ? [someDeath(chance)] : [];
  const deaths = [...first, ...more];
  const held = turn !== undefined && isOfAdoption(turn);
  // A program keeps no history, has no Ctrl-C of its own, and no task that is held.
  const command =
    held || deaths.some(({ at, interrupted }) => interrupted !== undefined || isOfHistory(at?.point));
  return {
    number,
    engine: number % 3 === 1 && !command ? 'program' : 'command',
    cloud: turn?.crowded === true ? 'crowded' : chance.below(5) === 0 ? 'late' : 'calm',
    deaths,
    ...(held ? { heldFor } : {}),
    resumeBy: deaths.map(() => chance.oneOf(['last', 'name', 'session'] as const)),
  };
}

/** Ctrl-C to its end, with tasks submitted and most of them without a place yet; then the run is resumed. */
function interruptionOnly(number: number, chance: Chance): Scenario {
  const point = chance.oneOf(['run-task-unanswered', 'submitted-told']);
  const passing = point === 'submitted-told' ? 1 : chance.between(4, killPoint(point).passings);
  return {
    ...{ number, engine: 'command', cloud: 'narrow' },
    deaths: [{ interrupted: { point, passing } }],
    resumeBy: [chance.oneOf(['last', 'name', 'session'] as const)],
  };
}

function isOfAdoption({ name }: KillPoint): boolean {
  return name.startsWith('adoption-');
}

function isOfHistory(name: string | undefined): boolean {
  return killPoints.some((point) => point.name === name && point.crossing.startsWith('history:'));
}

/** A point that only later runs come by needs an earlier death: one that leaves tasks in every state. */
function deathsAt(point: KillPoint, chance: Chance): Omit<Death, 'mark'>[] {
  const at: Passing = { point: point.name, passing: chance.between(1, point.passings) };
  if (point.of === 'interrupted') {
    return [{ at, interrupted: { point: 'poll-unanswered', passing: chance.between(1, 2) } }];
  }
  if (point.of === 'resumed') {
    const early = chance.oneOf(
      // Adopted is what runs: all tasks have been submitted, and one of them is held.
      isOfAdoption(point)
        ? ['poll-unanswered']
        : ['run-task-unanswered', 'submitted-told', 'poll-unanswered'],
    );
    return [{ at: { point: early, passing: chance.between(1, 2) } }, { at }];
  }
  return [{ at }];
}

function someDeath(chance: Chance): Omit<Death, 'mark'> {
  if (chance.below(2) === 0) return { afterMs: chance.below(runSpan) };
  const point = chance.oneOf(anywhere);
  return { at: { point: point.name, passing: chance.between(1, point.passings) } };
}
