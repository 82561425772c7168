import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { packagesReached } from './packages-reached.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

interface Entry {
  readonly types: string;
  readonly default: string;
}

interface Package {
  readonly exports: Readonly<Record<string, Entry | string>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

async function json<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(`${root}${path}`, 'utf8')) as T;
}

function withoutDot(path: string): string {
  return path.replace(/^\.\//, '');
}

describe('what an entry of the package loads', () => {
  let described: Package;
  let declared: Readonly<Record<string, readonly string[]>>;

  before(async () => {
    described = await json<Package>('package.json');
    declared = await json('test/package/entry-dependencies.json');
  });

  function entry(name: string): Entry {
    const found = described.exports[name];
    if (found === undefined || typeof found === 'string') throw new Error(`${name} is no entry with code`);
    return found;
  }

  for (const name of ['.', './spi', './conformance', './host', './local']) {
    it(`${name} loads exactly the packages declared for it (test/package/entry-dependencies.json)`, async () => {
      const reached = await packagesReached(root, withoutDot(entry(name).default));
      expect(reached).to.deep.equal(declared[name]);
    });

    it(`${name} has types that name none but these`, async () => {
      const reached = await packagesReached(root, withoutDot(entry(name).types));
      expect(reached.filter((named) => declared[name]?.includes(named) !== true)).to.deep.equal([]);
    });
  }

  it('every entry with code is declared', () => {
    const withCode = Object.keys(described.exports).filter((name) => !name.endsWith('.json'));
    expect(Object.keys(declared)).to.have.members(withCode);
  });

  it('the entries and the command together need every dependency, and no other', async () => {
    const command = await packagesReached(root, described.bin['nf-awsecs'] ?? '');
    // The command imports the plugin by the path in plugin.json, which no import shows.
    const needed = new Set([...command, ...Object.values(declared).flat()]);
    expect([...needed].sort()).to.deep.equal(Object.keys(described.dependencies).sort());
  });
});
