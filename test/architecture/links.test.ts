import { expect } from 'chai';
import { access, readFile, readdir } from 'node:fs/promises';
import { posix } from 'node:path';
import { root } from './source-files.js';

const SKIPPED = new Set(['node_modules', 'dist', 'coverage']);

/** The Markdown pages of the repository, by path below its root. */
async function pages(folder = ''): Promise<string[]> {
  const entries = await readdir(`${root}${folder}`, { withFileTypes: true });
  const found = entries
    .filter(({ name }) => !name.startsWith('.') && !SKIPPED.has(name))
    .map(async (entry) => {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory()) return pages(path);
      return entry.name.endsWith('.md') ? [path] : [];
    });
  return (await Promise.all(found)).flat();
}

/** Text outside of fenced blocks: what a reader sees as prose. */
function prose(page: string): string {
  return page.replaceAll(/^( *)(```+)[^\n]*\n[\s\S]*?^\1\2 *$/gm, '');
}

/** What the page's headings are reached by, as GitHub makes it. */
function anchors(page: string): Set<string> {
  const headings = [...prose(page).matchAll(/^#+ (.*)$/gm)].map((match) => match[1] ?? '');
  return new Set(
    headings.map((heading) =>
      heading
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .toLowerCase()
        .replaceAll(' ', '-'),
    ),
  );
}

function localLinks(page: string): string[] {
  const targets = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  return targets.filter((target) => !/^[a-z]+:/.test(target));
}

async function problemOf(path: string, page: string, link: string): Promise<string | undefined> {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? path : posix.join(posix.dirname(path), file);
  try {
    await access(`${root}${target}`);
  } catch {
    return `${path}: ${link} leads nowhere`;
  }
  if (anchor === undefined) return undefined;
  const other = file === '' ? page : await readFile(`${root}${target}`, 'utf8');
  return anchors(other).has(anchor) ? undefined : `${path}: ${link} names no heading`;
}

describe('the pages', () => {
  it('link to files and headings that are there', async () => {
    const all = await pages();
    expect(all).to.include.members(['README.md', 'CONTRIBUTING.md', 'docs/errors.md']);
    const problems = await Promise.all(
      all.map(async (path) => {
        const page = await readFile(`${root}${path}`, 'utf8');
        return Promise.all(localLinks(page).map((link) => problemOf(path, page, link)));
      }),
    );
    expect(problems.flat().filter((problem) => problem !== undefined)).to.deep.equal([]);
  });
});

describe('docs/adr/README.md', () => {
  it('lists every decision by its title', async () => {
    const index = await readFile(`${root}docs/adr/README.md`, 'utf8');
    const records = (await readdir(`${root}docs/adr`)).filter((name) => /^\d{4}-/.test(name)).sort();
    const lines = await Promise.all(
      records.map(async (name) => {
        const [heading = ''] = (await readFile(`${root}docs/adr/${name}`, 'utf8')).split('\n');
        return `- [${name.slice(0, 4)}](${name}): ${heading.replace(/^# \d{4}: /, '')}`;
      }),
    );
    expect(index.split('\n').filter((line) => /^- \[\d/.test(line))).to.deep.equal(lines);
  });
});

describe('SECURITY.md', () => {
  /** Calls whose permission has another name (docs.aws.amazon.com/AmazonS3/latest/API, "Permissions"). */
  const permissions = new Map([
    ['HeadBucket', 'ListBucket'],
    ['HeadObject', 'GetObject'],
    ['ListObjectsV2', 'ListBucket'],
  ]);

  it('names a permission for every call the executor and the engine make', async () => {
    const page = await readFile(`${root}SECURITY.md`, 'utf8');
    const folders = ['src/aws', 'host/storage'];
    const texts = await Promise.all(
      folders.map(async (folder) => {
        const names = await readdir(`${root}${folder}`);
        return Promise.all(names.map((name) => readFile(`${root}${folder}/${name}`, 'utf8')));
      }),
    );
    const calls = new Set(
      [
        ...texts
          .flat()
          .join('\n')
          .matchAll(/\b(?:paginate([A-Z]\w+)|([A-Z][a-z]\w+)Command\b)/g),
      ].map(([, paged, single]) => paged ?? single ?? ''),
    );
    expect(calls).to.include('RunTask');
    const named = [...calls].map((call) => permissions.get(call) ?? call);
    expect(named.filter((name) => !page.includes(`\`${name}\``))).to.deep.equal([]);
  });
});
