import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudProcess } from './cloud-process.js';
import type { CrashOptions } from './crash-options.js';
import { clusterOf } from './place.js';
import { planScenario } from './plan-scenarios.js';
import { type ScenarioEnd, ScenarioRun } from './scenario-run.js';

export interface CampaignGround {
  readonly folder: string;
  /** Of the package whose engine is killed. */
  readonly dist: string;
  readonly tell: (end: ScenarioEnd) => void;
}

/** Runs scenario after scenario on one cloud, some at a time, until as many engines were killed as asked for. */
export async function campaign(
  options: CrashOptions,
  ground: CampaignGround,
): Promise<readonly ScenarioEnd[]> {
  const { kills, only, seed, side } = options;
  const numbers = only === undefined ? upTo(2 * kills + side) : [only];
  await mkdir(ground.folder, { recursive: true });
  const clusters = numbers.map(clusterOf);
  const clouds = await Promise.all(
    [false, true].map((crowded) => CloudProcess.start(ground.folder, clusters, crowded)),
  );
  const [calm, crowded] = clouds;
  if (calm === undefined || crowded === undefined) throw new Error('there is no cloud');
  const ends: ScenarioEnd[] = [];
  const killed = (): number => ends.reduce((sum, end) => sum + end.kills.length, 0);
  const worker = async (): Promise<void> => {
    for (let next = numbers.shift(); next !== undefined && killed() < kills; next = numbers.shift()) {
      const scenario = planScenario(seed, next);
      const cloud = scenario.crowded ? crowded : calm;
      const end = await ScenarioRun.run(scenario, { folder: ground.folder, dist: ground.dist, cloud });
      ends.push(end);
      ground.tell(end);
    }
  };
  try {
    await Promise.all(Array.from({ length: side }, worker));
  } finally {
    await Promise.all(clouds.map((cloud) => cloud.close()));
  }
  return ends;
}

/** Where the folders of a campaign are; of the failed ones they stay. */
export function scenarioFolder(folder: string, number: number): string {
  return join(folder, `scenario-${number}`);
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
