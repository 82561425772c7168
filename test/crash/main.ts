import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { campaign, type PairEnd } from './campaign.js';
import { crashOptions } from './crash-options.js';
import { deathText } from './death.js';
import { ownDist } from './place.js';
import type { ScenarioEnd } from './scenario-run.js';

// The SDK's notice on Node versions would stand in the middle of the figures.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
process.exitCode = await main();

/** @returns the exit code: 0 where nothing was lost, doubled or left running. */
async function main(): Promise<number> {
  const options = crashOptions(process.argv.slice(2));
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'nf-awsecs-crash-')));
  const began = Date.now();
  console.log(`Kills engines, seed ${options.seed}; folders of scenarios in ${folder}`);
  const { scenarios, pairs } = await campaign(options, {
    ...{ folder, dist: ownDist, tellPair },
    tell: (end) => tellEnd(end, options.seed),
  });
  tellFigures(scenarios, (Date.now() - began) / 1000);
  const failed = [...scenarios, ...pairs].filter(({ problems }) => problems.length > 0);
  if (failed.length === 0) await rm(folder, { recursive: true, maxRetries: 3 });
  return failed.length === 0 ? 0 : 1;
}

function tellFigures(ends: readonly ScenarioEnd[], seconds: number): void {
  const problems = ends.flatMap((end) => end.problems);
  const count = (pattern: RegExp): number => problems.filter((problem) => pattern.test(problem)).length;
  const sum = (of: (end: ScenarioEnd) => number): number => ends.reduce((total, end) => total + of(end), 0);
  const kills = ends.flatMap((end) => end.kills);
  const points = new Set(kills.map((kill) => / ms$/.exec(kill) ?? kill.replace(/^.*then | #\d+$/g, '')));
  const named = [...points].filter((point) => typeof point === 'string').length;
  console.log(
    `\n${kills.length} kills, at ${named} named points and at random times; ${ends.length} scenarios, ` +
      `${sum(({ tasks }) => tasks)} tasks, ${seconds.toFixed(0)} s`,
  );
  const failed = ends.filter((end) => end.problems.length > 0).length;
  const duplicates = count(/^double|: succeeded [2-9]|was done [2-9]/);
  console.log(`duplicates ${duplicates}, orphans ${count(/^orphan/)}, scenarios that failed ${failed}`);
}

function tellPair({ meddling, problems }: PairEnd): void {
  console.log(`two engines, ${meddling} between them: ${problems.length === 0 ? 'ok' : 'FAILED'}`);
  for (const problem of problems) console.log(`      ${problem}`);
}

function tellEnd({ scenario, kills, tasks, problems, seconds, root }: ScenarioEnd, seed: string): void {
  const { number, engine, resumeBy } = scenario;
  const planned = scenario.deaths.map(deathText).join('; ');
  const killless = scenario.deaths.every(({ at, afterMs }) => at === undefined && afterMs === undefined);
  const nothing = killless ? planned || 'undisturbed' : `no kill (planned: ${planned})`;
  const how = kills.length === 0 ? nothing : kills.join('; ');
  const verdict = problems.length === 0 ? 'ok' : 'FAILED';
  console.log(
    `${String(number).padStart(3)} ${verdict}  ${engine}, ${how}, -resume by ${resumeBy.join(', ')}: ${tasks} tasks, ${seconds.toFixed(1)} s`,
  );
  if (problems.length === 0) return;
  for (const problem of problems) console.log(`      ${problem}`);
  console.log(`      its files: ${root}; again: npm run crash -- -seed ${seed} -only ${number}`);
}
