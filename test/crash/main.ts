import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { campaign } from './campaign.js';
import { crashOptions } from './crash-options.js';
import { ownDist } from './place.js';
import { deathText } from './death.js';
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
  const tell = (end: ScenarioEnd): void => tellEnd(end, options.seed);
  const ends = await campaign(options, { folder, dist: ownDist, tell });
  const failed = ends.filter(({ problems }) => problems.length > 0);
  const seconds = ((Date.now() - began) / 1000).toFixed(0);
  const count = (pattern: RegExp): number =>
    failed.flatMap(({ problems }) => problems).filter((problem) => pattern.test(problem)).length;
  const sum = (of: (end: ScenarioEnd) => number): number => ends.reduce((total, end) => total + of(end), 0);
  const points = new Set(ends.flatMap(({ kills }) => kills.map((kill) => kill.replace(/ .*| #.*/g, ''))));
  console.log(
    `\n${sum(({ kills }) => kills.length)} kills at ${points.size} named points and random times, ${ends.length} scenarios, ` +
      `${sum(({ tasks }) => tasks)} tasks, ${seconds} s`,
  );
  console.log(
    `duplicates ${count(/^double|times/)}, orphans ${count(/^orphan/)}, scenarios that failed ${failed.length}`,
  );
  if (failed.length === 0) await rm(folder, { recursive: true, maxRetries: 3 });
  return failed.length === 0 ? 0 : 1;
}

function tellEnd({ scenario, kills, tasks, problems, seconds, root }: ScenarioEnd, seed: string): void {
  const { number, engine, resumeBy } = scenario;
  const how =
    kills.length === 0 ? `no kill (planned: ${scenario.deaths.map(deathText).join('; ')})` : kills.join('; ');
  const verdict = problems.length === 0 ? 'ok' : 'FAILED';
  console.log(
    `${String(number).padStart(3)} ${verdict}  ${engine}, ${how}, -resume by ${resumeBy.join(', ')}: ${tasks} tasks, ${seconds.toFixed(1)} s`,
  );
  if (problems.length === 0) return;
  for (const problem of problems) console.log(`      ${problem}`);
  console.log(`      its files: ${root}; again: npm run crash -- -seed ${seed} -only ${number}`);
}
