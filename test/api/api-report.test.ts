import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { apiReport } from './api-report.js';
import { entries, reportFile } from './entries.js';
import { stageDeclarations } from './staged-declarations.js';

const mend =
  'Where the change is meant: `npm run api`, look at what changed in docs/api, and tell it in CHANGELOG.md. ' +
  'What is taken away or narrowed needs a major version, what is added a minor one.';

describe('the public surface', function () {
  // The compiler reads an entry's declarations and Node's.
  this.timeout(60_000);
  let stage: string;

  before(async () => {
    stage = await stageDeclarations(await entries());
  });

  after(() => rm(stage, { recursive: true }));

  it('is five entries', async () => {
    expect((await entries()).map(({ name }) => name)).to.deep.equal([
      'nf-awsecs',
      'nf-awsecs/spi',
      'nf-awsecs/conformance',
      'nf-awsecs/host',
      'nf-awsecs/local',
    ]);
  });

  for (const folder of ['src', 'spi', 'conformance', 'host', 'local']) {
    it(`of ${folder}/ is what docs/api says, exports what its signatures name, and is documented`, async () => {
      const entry = (await entries()).find((each) => each.folder === folder)!;
      const { text, problems } = await apiReport(entry, stage);
      expect(problems).to.deep.equal([]);
      const kept = await readFile(reportFile(entry), 'utf8').catch(() => '');
      expect(text, `${entry.name} is not what docs/api/${folder}.api.md says. ${mend}\n`).to.equal(kept);
    });
  }

  /** Reports on declarations written for the purpose. */
  async function reported(folder: string, declarations: string): Promise<readonly string[]> {
    await mkdir(join(stage, folder), { recursive: true });
    await writeFile(
      join(stage, folder, 'other.d.ts'),
      '/** Told. */\nexport interface Hidden { readonly a: number }\n',
    );
    await writeFile(join(stage, folder, 'index.d.ts'), declarations);
    return (await apiReport({ name: folder, folder }, stage)).problems;
  }

  it('must export a type that it names', async () => {
    const named = "import { Hidden } from './other.js';\n/** Told. */\nexport declare const shown: Hidden;\n";
    const [problem, ...others] = await reported('forgetful', named);
    expect(problem).to.contain('"Hidden" needs to be exported');
    expect(others).to.deep.equal([]);
    const both = `${named}export type { Hidden } from './other.js';\n`;
    expect(await reported('complete', both)).to.deep.equal([]);
  });

  it('must document what it exports', async () => {
    expect(await reported('silent', 'export declare function shown(): void;\n')).to.deep.equal([
      'silent: `export function shown(): void;` has no documentation',
    ]);
  });

  it('may name what nf-awsecs/spi exports', async () => {
    const named =
      "import { Logger } from 'nf-awsecs/spi';\n/** Told. */\nexport declare const shown: Logger;\n";
    expect(await reported('using', named)).to.deep.equal([]);
  });
});
