import { mkdir } from 'node:fs/promises';
import { CloudProcess, type Manner, manners } from './cloud-process.js';
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
  const clouds = new Map<Manner, CloudProcess>();
  for (const manner of manners)
    clouds.set(manner, await CloudProcess.start({ folder: ground.folder, clusters, manner }));
  const ends: ScenarioEnd[] = [];
  const killed = (): number => ends.reduce((sum, end) => sum + end.kills.length, 0);
  const worker = async (): Promise<void> => {
    for (let next = numbers.shift(); next !== undefined && killed() < kills; next = numbers.shift()) {
      const scenario = planScenario(seed, next);
      const cloud = clouds.get(scenario.cloud);
      if (cloud === undefined) throw new Error(`there is no cloud that is ${scenario.cloud}`);
      const end = await ScenarioRun.run(scenario, { folder: ground.folder, dist: ground.dist, cloud });
      ends.push(end);
      ground.tell(end);
    }
  };
  try {
    await Promise.all(Array.from({ length: side }, worker));
  } finally {
    await Promise.all([...clouds.values()].map((cloud) => cloud.close()));
  }
  return ends;
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
