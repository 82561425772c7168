import type { Stryker } from '@stryker-mutator/core';
import type { PureModules } from './pure-modules.js';

/** What Stryker takes for one run. */
export type MutationOptions = ConstructorParameters<typeof Stryker>[0];

/** Where things lie: relative to the project's root, but for the preload, which is an absolute URL. */
export interface MutationPlaces {
  readonly config: string;
  readonly reports: string;
  readonly sandboxes: string;
  readonly preload: string;
}

/**
 * Stryker mutates the TypeScript, so that its report shows what we wrote, and compiles all mutants at once in a
 * sandbox that holds only the part, spi/ and their tests. What is the same for all stands in the config file.
 */
export function mutationOptions(modules: PureModules, places: MutationPlaces): MutationOptions {
  const [part = ''] = modules.folder.split('/');
  const name = modules.folder.replaceAll('/', '-');
  const preload = ['--import', places.preload];
  return {
    configFile: places.config,
    testRunnerNodeArgs: preload,
    checkerNodeArgs: preload,
    mutate: (modules.files ?? ['**/*.ts']).map((file) => `${modules.folder}/${file}`),
    ignorePatterns: [
      ...allBut('/', ['spi', part, 'test', 'tsconfig.base.json', 'package.json']),
      ...allBut('/test/', [part, 'support']),
    ],
    buildCommand: `tsc -b test/${part}`,
    mochaOptions: {
      'no-config': true,
      require: ['reflect-metadata', './dist/test/support/hooks.js'],
      spec: [`dist/test/${modules.folder}/**/*.test.js`],
    },
    htmlReporter: { fileName: `${places.reports}/${name}.html` },
    jsonReporter: { fileName: `${places.reports}/${name}.json` },
    thresholds: { high: 95, low: 90, break: modules.least },
    tempDirName: places.sandboxes,
  };
}

/** Stryker copies into its sandbox what is not ignored. */
function allBut(folder: string, names: readonly string[]): readonly string[] {
  return [`${folder}*`, ...names.map((name) => `!${folder}${name}`)];
}
