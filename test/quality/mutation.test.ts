import { access, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { chosenModules } from '../../quality/mutation/chosen-modules.js';
import { mutationOptions } from '../../quality/mutation/mutation-options.js';
import { mutationScore, passes, scoreInPercent, scoreLines } from '../../quality/mutation/mutation-score.js';
import { PURE_MODULES } from '../../quality/mutation/pure-modules.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const fates = (...statuses: string[]): { status: string }[] => statuses.map((status) => ({ status }));
const all = [
  { folder: 'src/request', least: 90 },
  { folder: 'src/submit', least: 90 },
  { folder: 'spi', files: ['errors.ts', 'deadline.ts'], least: 80 },
];

describe('PURE_MODULES', () => {
  it('name files that are there, each folder once', async () => {
    for (const { folder, files = [] } of PURE_MODULES)
      for (const file of files) await access(`${root}${folder}/${file}`);
    const folders = PURE_MODULES.map(({ folder }) => folder);
    expect(new Set(folders).size).to.equal(folders.length);
  });

  it('have tests of their own in the folder of the same name', async () => {
    for (const { folder } of PURE_MODULES) {
      const names = await readdir(`${root}test/${folder}`, { recursive: true });
      expect(
        names.some((name) => name.endsWith('.test.ts')),
        folder,
      ).to.equal(true);
    }
  });
});

describe(chosenModules.name, () => {
  const folders = (...names: string[]): unknown => {
    const choice = chosenModules(names, all);
    return choice.ok ? choice.modules.map(({ folder }) => folder) : choice.message;
  };

  it('are all where none is named', () => {
    expect(folders()).to.deep.equal(['src/request', 'src/submit', 'spi']);
  });

  it('are those named, and those within a folder named', () => {
    expect(folders('src/submit/')).to.deep.equal(['src/submit']);
    expect(folders('spi', 'src')).to.deep.equal(['src/request', 'src/submit', 'spi']);
  });

  it('are none where a name holds no listed folder, which is said with what may be named', () => {
    expect(folders('src', 'src/req'))
      .to.match(/^Nothing can be mutated in src\/req: /)
      .and.include('src/request, src/submit, spi');
  });
});

describe(mutationOptions.name, () => {
  const places = { config: 'c.json', reports: 'out', sandboxes: 'boxes', preload: 'file:///preload.js' };

  it('mutates the files of a folder and runs the tests of that folder alone', () => {
    const options = mutationOptions({ folder: 'src/request', least: 90 }, places);
    expect(options).to.deep.include({
      configFile: 'c.json',
      mutate: ['src/request/**/*.ts'],
      buildCommand: 'tsc -b test/src',
      tempDirName: 'boxes',
      htmlReporter: { fileName: 'out/src-request.html' },
      jsonReporter: { fileName: 'out/src-request.json' },
    });
    expect(options['mochaOptions']).to.deep.include({ spec: ['dist/test/src/request/**/*.test.js'] });
    expect(options.thresholds?.break).to.equal(90);
  });

  it('mutates only the files named where some are', () => {
    const [, , spi] = all;
    expect(mutationOptions(spi!, places).mutate).to.deep.equal(['spi/errors.ts', 'spi/deadline.ts']);
  });

  it('copies the part, spi/ and their tests into the sandbox, and nothing else', () => {
    const { ignorePatterns = [] } = mutationOptions({ folder: 'host/lang', least: 90 }, places);
    expect(ignorePatterns).to.deep.equal([
      '/*',
      '!/spi',
      '!/host',
      '!/test',
      '!/tsconfig.base.json',
      '!/package.json',
      '/test/*',
      '!/test/host',
      '!/test/support',
    ]);
  });
});

describe(mutationScore.name, () => {
  it('counts what tests noticed of what they could have noticed', () => {
    const score = mutationScore(
      'a',
      50,
      fates('Killed', 'Timeout', 'Survived', 'NoCoverage', 'Ignored', 'CompileError', 'RuntimeError'),
    );
    expect(score).to.deep.equal({ folder: 'a', noticed: 2, judged: 4, least: 50 });
    expect(scoreInPercent(score)).to.equal(50);
  });

  it('passes where every folder reaches its least, and never where nothing was mutated', () => {
    const half = mutationScore('a', 50, fates('Killed', 'Survived'));
    expect(passes([half])).to.equal(true);
    expect(passes([half, { ...half, least: 50.1 }])).to.equal(false);
    expect(passes([mutationScore('a', 1, [])])).to.equal(false);
  });

  it('is told a folder a line, with what is below its least', () => {
    const scores = [
      mutationScore('spi', 50, fates('Killed', 'Survived')),
      mutationScore('src/submit', 90, fates('Killed', 'Killed', 'Survived')),
    ];
    expect(scoreLines(scores)).to.deep.equal([
      'spi          50.0 %  (1 of 2)',
      'src/submit   66.7 %  (2 of 3)  below 90',
    ]);
  });
});
