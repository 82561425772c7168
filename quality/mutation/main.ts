import './mocha-preload.js';
import { Stryker } from '@stryker-mutator/core';
import { chosenModules } from './chosen-modules.js';
import { mutationOptions } from './mutation-options.js';
import { type MutationScore, mutationScore, passes, scoreLines } from './mutation-score.js';
import { PURE_MODULES, type PureModules } from './pure-modules.js';

/** Mutates pure modules and asks whether their tests notice: `npm run mutate -- [folder...]`. */
const places = {
  config: 'quality/mutation/stryker.config.json',
  reports: '.cache/mutation',
  sandboxes: '.cache/stryker',
  preload: new URL('mocha-preload.js', import.meta.url).href,
};

async function run(modules: PureModules): Promise<MutationScore> {
  console.log(`\n== ${modules.folder}`);
  const fates = await new Stryker(mutationOptions(modules, places)).runMutationTest();
  return mutationScore(modules.folder, modules.least, fates);
}

const choice = chosenModules(process.argv.slice(2), PURE_MODULES);
if (choice.ok) {
  const scores: MutationScore[] = [];
  for (const modules of choice.modules) scores.push(await run(modules));
  console.log(`\n${scoreLines(scores).join('\n')}\n\nReports: ${places.reports}/*.html`);
  process.exitCode = passes(scores) ? 0 : 1;
} else {
  console.error(choice.message);
  process.exitCode = 2;
}
