import type { Problem } from '../../spi/index.js';
import type { Placement, PlacementChoice } from './placement.js';

/** A process and where its tasks go. */
export interface ProcessChoice {
  readonly process: string;
  readonly choice: PlacementChoice;
}

/** Processes whose tasks go to the same providers for the same reason. */
export interface PlacedProcesses {
  readonly processes: readonly string[];
  readonly placement: Placement;
  /** Names of the providers to try in order, the first one's first; those of one strategy stand together. */
  readonly providers: readonly string[];
}

/** Groups the processes that have a place, in order. */
export function placedProcesses(choices: readonly ProcessChoice[]): readonly PlacedProcesses[] {
  const groups = new Map<string, PlacedProcesses>();
  for (const { process, choice } of choices) {
    if (!choice.ok) continue;
    const [placement] = choice.placements;
    const providers = [...new Set(choice.placements.map(strategyNames))];
    const key = JSON.stringify([placement.reason, providers]);
    const processes = [...(groups.get(key)?.processes ?? []), process];
    groups.set(key, { processes, placement, providers });
  }
  return [...groups.values()];
}

/** What keeps the others from one: of each its own directives, and what holds for all of them once. */
export function placementProblems(choices: readonly ProcessChoice[]): readonly Problem[] {
  const problems = new Map<string, Problem>();
  for (const { process, choice } of choices) {
    if (choice.ok) continue;
    const { path } = choice.problem;
    const own = path.startsWith('directive ') ? `process ${process}, ${path}` : path;
    problems.set(own, { ...choice.problem, path: own });
  }
  return [...problems.values()];
}

/** What the user should read of the placements, each once a process. */
export function placementNotices(choices: readonly ProcessChoice[]): readonly string[] {
  return choices.flatMap(({ process, choice }) => {
    if (!choice.ok) return [];
    return choice.placements[0].notices.map((notice) => `Process ${process}: ${notice}`);
  });
}

function strategyNames({ strategy }: Placement): string {
  return strategy.map(({ capacityProvider = '' }) => capacityProvider).join(' and ');
}
