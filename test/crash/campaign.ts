import { CloudProcess, type Manner, manners } from './cloud-process.js';
import type { CrashOptions } from './crash-options.js';
import { type Meddling, meddlings, PairRun } from './pair-run.js';
import { clusterOf } from './place.js';
import { planScenario } from './plan-scenarios.js';
import { type ScenarioEnd, type ScenarioGround, ScenarioRun } from './scenario-run.js';

/** How two engines on one cluster went. */
export interface PairEnd {
  readonly meddling: Meddling;
  readonly problems: readonly string[];
}

export interface CampaignGround {
  readonly folder: string;
  /** Of the package whose engines are killed. */
  readonly dist: string;
  readonly tell: (end: ScenarioEnd) => void;
  readonly tellPair: (end: PairEnd) => void;
}

/** Where a campaign is under way. */
interface Field {
  readonly options: CrashOptions;
  readonly ground: CampaignGround;
  readonly clouds: ReadonlyMap<Manner, CloudProcess>;
}

/** What a campaign came to. */
export interface CampaignEnd {
  readonly scenarios: readonly ScenarioEnd[];
  readonly pairs: readonly PairEnd[];
}

/**
 * Runs scenario after scenario on clouds that serve them all, some at a time, until as many engines were killed as asked
 * for; then pairs of engines.
 */
export async function campaign(options: CrashOptions, ground: CampaignGround): Promise<CampaignEnd> {
  const { kills, only, from, side } = options;
  const [one, ofPairs] =
    typeof only === 'string' ? [undefined, [only]] : [only, only === undefined ? meddlings : []];
  const numbers =
    typeof only === 'string'
      ? []
      : one === undefined
        ? upTo(2 * kills + side).map((number) => from + number)
        : [one];
  const clouds = new Map<Manner, CloudProcess>();
  const { folder } = ground;
  const clusters = [...numbers, ...meddlings.map(pairNumber)].map(clusterOf);
  try {
    for (const manner of manners) clouds.set(manner, await CloudProcess.start({ folder, clusters, manner }));
    const field = { options, ground, clouds };
    const scenarios = await runScenarios(field, numbers);
    return { scenarios, pairs: await runPairs(field, [...ofPairs]) };
  } finally {
    await Promise.all([...clouds.values()].map((cloud) => cloud.close()));
  }
}

async function runScenarios(field: Field, numbers: number[]): Promise<readonly ScenarioEnd[]> {
  const { kills, seed } = field.options;
  const ends: ScenarioEnd[] = [];
  const killed = (): number => ends.reduce((sum, end) => sum + end.kills.length, 0);
  await sideBySide(field, async () => {
    for (let next = numbers.shift(); next !== undefined && killed() < kills; next = numbers.shift()) {
      const scenario = planScenario(seed, next);
      const end = await ScenarioRun.run(scenario, placeOn(field, scenario.cloud));
      ends.push(end);
      field.ground.tell(end);
    }
  });
  return ends;
}

async function runPairs(field: Field, waiting: Meddling[]): Promise<readonly PairEnd[]> {
  const ends: PairEnd[] = [];
  await sideBySide(field, async () => {
    for (let meddling = waiting.shift(); meddling !== undefined; meddling = waiting.shift()) {
      const problems = await PairRun.run(pairNumber(meddling), meddling, placeOn(field, 'calm'));
      ends.push({ meddling, problems });
      field.ground.tellPair({ meddling, problems });
    }
  });
  return ends;
}

async function sideBySide({ options }: Field, work: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: options.side }, work));
}

function placeOn({ ground, clouds }: Field, manner: Manner): ScenarioGround {
  const cloud = clouds.get(manner);
  if (cloud === undefined) throw new Error(`there is no cloud that is ${manner}`);
  return { folder: ground.folder, dist: ground.dist, cloud };
}

/** Past all numbers of scenarios. */
function pairNumber(meddling: Meddling): number {
  return 100_000 + meddlings.indexOf(meddling);
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
