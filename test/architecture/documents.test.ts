import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { directivesTable, settingsTable as engineSettingsTable } from '../../host/config/settings-docs.js';
import { closuresTable } from '../../host/lang/closure-docs.js';
import { settingsSchema, settingsTable } from '../../src/config/settings-docs.js';
import { rulesTables, statusesTable } from '../../src/outcome/outcome-docs.js';
import { refusedOptionsTable, servedOptionsTable } from '../../src/request/directive-docs.js';
import { directiveNames } from '../../src/request/directives.js';
import { volumeTypeNames } from '../../src/request/volume-type.js';
import { builtInPrices } from '../../src/trace/built-in-prices.js';
import { readPriceTable } from '../../src/trace/read-price-table.js';
import { traceFieldsTable } from '../../src/trace/trace-docs.js';
import { SPI_VERSION } from '../../spi/index.js';
import semver from 'semver';
import { raisedCodes } from './error-codes.js';
import { root } from './source-files.js';

interface Manifest {
  readonly version: string;
  readonly spi: string;
  readonly settings: Readonly<Record<string, object>>;
}

async function json<T>(name: string): Promise<T> {
  return JSON.parse(await readFile(`${root}${name}`, 'utf8')) as T;
}

describe('plugin.json', () => {
  it('has the version of package.json', async () => {
    const manifest = await json<Manifest>('plugin.json');
    expect(manifest.version).to.equal((await json<{ version: string }>('package.json')).version);
  });

  it('declares an SPI range that holds the SPI it is built with', async () => {
    expect(semver.satisfies(SPI_VERSION, (await json<Manifest>('plugin.json')).spi)).to.equal(true);
  });

  it('holds the schema of the declared settings (npm run generate)', async () => {
    expect((await json<Manifest>('plugin.json')).settings).to.deep.equal({ 'aws.ecs': settingsSchema() });
  });
});

describe('docs/config.md', () => {
  it('holds the tables of the declared settings (npm run generate)', async () => {
    const page = await readFile(`${root}docs/config.md`, 'utf8');
    expect(page).to.include(settingsTable());
    expect(page).to.include(engineSettingsTable());
    expect(page).to.include(directivesTable());
  });
});

describe('docs/directives.md', () => {
  it('has a row for every directive that is served and no other, and every type of volume', async () => {
    const page = await readFile(`${root}docs/directives.md`, 'utf8');
    const rows = [...page.matchAll(/^\| `(\w+)` .*\|.*\|.*\|$/gm)].map((match) => match[1] ?? '');
    const [table] = page.split('## Disk');
    const named = rows.filter((name) => table?.includes(`| \`${name}\``));
    expect(named.sort()).to.deep.equal([...directiveNames].sort());
    for (const name of volumeTypeNames) expect(page).to.include(`\`${name}\``);
  });

  it('holds the tables of the options of docker run (npm run generate)', async () => {
    const page = await readFile(`${root}docs/directives.md`, 'utf8');
    expect(page).to.include(servedOptionsTable());
    expect(page).to.include(refusedOptionsTable());
  });

  it('holds the table of what closures can call (npm run generate)', async () => {
    const page = await readFile(`${root}docs/directives.md`, 'utf8');
    expect(page).to.include(closuresTable());
  });
});

describe('docs/outcomes.md', () => {
  it('holds every rule by which endings are read, and the statuses that are known (npm run generate)', async () => {
    const page = await readFile(`${root}docs/outcomes.md`, 'utf8');
    expect(page).to.include(rulesTables());
    expect(page).to.include(statusesTable());
  });
});

describe('docs/cost.md', () => {
  it('holds the table of the trace fields (npm run generate), and the day of the built-in prices', async () => {
    const page = await readFile(`${root}docs/cost.md`, 'utf8');
    expect(page).to.include(traceFieldsTable());
    expect(page).to.include(`as AWS listed it on ${builtInPrices.date}`);
  });

  it('shows the example of a price table, which can be read', async () => {
    const example = await readFile(`${root}examples/prices.json`, 'utf8');
    expect(await readFile(`${root}docs/cost.md`, 'utf8')).to.include(`\`\`\`json\n${example}\`\`\``);
    expect(readPriceTable(example)).to.have.property('ok', true);
  });
});

describe('docs/errors.md', () => {
  it('lists exactly the codes that the code can give, sorted', async function () {
    // The compiler reads all of the sources, which takes a machine under load its time.
    this.timeout(60_000);
    const { codes, untold } = await raisedCodes(['spi', 'src', 'host', 'cli']);
    expect(untold, 'codes the compiler cannot tell: give them a literal type').to.deep.equal([]);
    const page = await readFile(`${root}docs/errors.md`, 'utf8');
    const listed = [...page.matchAll(/^### `([A-Z0-9_]+)`$/gm)].map((match) => match[1] ?? '');
    expect(listed).to.deep.equal([...codes].sort());
  });
});
