import { expect } from 'chai';
import { posix } from 'node:path';
import { importsOf, sourceFiles, type SourceFile } from './source-files.js';

/** The table of the design, §1: which of our folders each may import. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  spi: [],
  conformance: ['spi'],
  src: ['spi'],
  host: ['spi'],
  local: [],
  cli: ['spi', 'host', 'local', 'src'],
};

/** The one place that loads modules by a path known only at run time. */
const PLUGIN_LOADER = 'host/plugin/';

function foldersReached(file: SourceFile): string[] {
  return importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => posix.join(posix.dirname(file.path), name).split('/')[0] ?? '');
}

describe('the boundaries between the parts', () => {
  for (const [folder, allowed] of Object.entries(MAY_IMPORT)) {
    it(`${folder}/ imports ${allowed.length === 0 ? 'nothing of ours' : `only ${allowed.join(', ')}`}`, async () => {
      const files = await sourceFiles(folder);
      expect(files).to.not.be.empty;
      const offences = files.flatMap((file) =>
        foldersReached(file)
          .filter((reached) => reached !== folder && !allowed.includes(reached))
          .map((reached) => `${file.path} imports ${reached}`),
      );
      expect(offences).to.deep.equal([]);
    });

    it(`${folder}/ does not import this package by its name`, async () => {
      const offences = (await sourceFiles(folder)).filter((file) =>
        importsOf(file).some((name) => name === 'nf-awsecs' || name.startsWith('nf-awsecs/')),
      );
      expect(offences.map(({ path }) => path)).to.deep.equal([]);
    });

    it(`${folder}/ computes no import, except in the plugin loader`, async () => {
      const offences = (await sourceFiles(folder)).filter(
        ({ path, text }) => !path.startsWith(PLUGIN_LOADER) && /\bimport\(\s*[^'"\s)]/.test(text),
      );
      expect(offences.map(({ path }) => path)).to.deep.equal([]);
    });
  }

  for (const folder of ['spi', 'conformance']) {
    it(`${folder}/ imports no package and no Node module`, async () => {
      const offences = (await sourceFiles(folder)).flatMap((file) =>
        importsOf(file)
          .filter((name) => !name.startsWith('.'))
          .map((name) => `${file.path} imports ${name}`),
      );
      expect(offences).to.deep.equal([]);
    });
  }

  it('the table covers every import written in the folders', async () => {
    const [file] = await sourceFiles('spi');
    expect(
      foldersReached({ path: 'src/a/b.ts', text: "import { x } from '../../host/c.js';" }),
    ).to.deep.equal(['host']);
    expect(file).to.not.equal(undefined);
  });
});

describe('src/', () => {
  it('sees tsyringe’s container only in src/di', async () => {
    const offences = (await sourceFiles('src')).filter(
      ({ path, text }) => !path.startsWith('src/di/') && /\bcontainer\b[^;]*from 'tsyringe'/.test(text),
    );
    expect(offences.map(({ path }) => path)).to.deep.equal([]);
  });

  it('names neither the local cloud nor a test', async () => {
    const offences = (await sourceFiles('src')).filter(({ text }) =>
      /NODE_ENV|mocha|\.\.\/local\//.test(text),
    );
    expect(offences.map(({ path }) => path)).to.deep.equal([]);
  });
});

/** What programs that embed the engine, and the command, are given as "outside". */
const EDGE = 'host/session/system-sources.ts';

describe('cli/', () => {
  it('loads engine and local cloud only when a command needs them: help and version wait for no AWS SDK', async () => {
    const whole = /^(?:import|export) (?!type\b)[^;]*?from '[./]+(?:host|local|src)\/index\.js';/gm;
    const eager = (await sourceFiles('cli')).filter(({ text }) => text.match(whole) !== null);
    expect(eager.map(({ path }) => path)).to.deep.equal([]);
    expect("import {\n  createRun,\n} from '../../host/index.js';").to.match(whole);
    expect("import type { RunInfo } from '../../host/index.js';").to.not.match(whole);
  });
});

describe('time, chance and the environment', () => {
  for (const folder of ['spi', 'src', 'host']) {
    it(`${folder}/ takes them from outside${EDGE.startsWith(folder) ? `, but for ${EDGE}` : ''}`, async () => {
      const files = (await sourceFiles(folder)).filter(({ path }) => path !== EDGE);
      const offences = files.filter(({ text }) =>
        /\bDate\.now\b|new Date\(\)|\bMath\.random\b|\bsetTimeout\(|\bsetInterval\(|\bprocess\.env\b/.test(
          text,
        ),
      );
      expect(offences.map(({ path }) => path)).to.deep.equal([]);
    });
  }
});
