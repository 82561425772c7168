// Prints what the package holds, by folder, and refuses litter, links that lead nowhere, and growth by accident.
//   node packed-files.mjs FOLDER TARBALL
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import process from 'node:process';

const [folder, tarball] = process.argv.slice(2);

/** Bytes and files: half as much again as the package had when this was last set, 2026-11-26. */
const LIMITS = { packed: 1_380_000, unpacked: 4_720_000, files: 2380 };

const REQUIRED = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'docs/config.md',
  'docs/directives.md',
  'docs/errors.md',
  'docs/local-scenarios.md',
  'docs/local.md',
  'docs/plan.md',
  'examples/quickstart/main.nf',
  'package.json',
  'plugin.json',
];

const LITTER = [
  [/(^|\/)\./, 'is a dotfile'],
  [/\.map$/, 'is a source map'],
  [/\.tsbuildinfo$/, 'is state of the compiler'],
  [/^(dist\/)?(test|bench|quality|coverage|reports|node_modules)\//, 'is of the tests or tools'],
  [/\.test\.|\.e2e\./, 'is a test'],
  [/^(?!examples\/).*(?<!\.d)\.ts$/, 'is a source'],
  [/^dist\/cli\/.*\.d\.ts$/, 'declares what nobody can import'],
];

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => statSync(`${folder}/${path}`).isFile())
  .sort();
const read = (path) => readFileSync(`${folder}/${path}`, 'utf8');
const problems = [];

for (const path of REQUIRED) if (!files.includes(path)) problems.push(`${path} is missing`);

for (const path of files) {
  for (const [pattern, what] of LITTER) if (pattern.test(path)) problems.push(`${path} ${what}`);
  if (/\.(js|ts)$/.test(path) && /^\/\/# sourceMappingURL=/m.test(read(path))) {
    problems.push(`${path} names a source map that is not there`);
  }
}

/** GitHub's name of a heading, as links address it. */
const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
const anchorsOf = (path) =>
  [...read(path).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => anchorOf(heading));
const holds = (path) => files.some((file) => file === path || file.startsWith(`${path}/`));

for (const page of files.filter((path) => path.endsWith('.md'))) {
  const prose = read(page)
    .replace(/^```[\s\S]*?^```$/gm, '')
    .replace(/`[^`\n]*`/g, '');
  for (const [, link] of prose.matchAll(/\]\(\s*<?([^)>\s]+)/g)) {
    if (/^(https?|mailto):/.test(link)) continue;
    const [file, anchor] = link.split('#');
    const target = file === '' ? page : posix.normalize(posix.join(posix.dirname(page), file));
    if (!holds(target)) problems.push(`${page} links to ${link}, which is not in the package`);
    else if (anchor !== undefined && !anchorsOf(target).includes(anchor)) {
      problems.push(`${page} links to ${link}, which has no such heading`);
    }
  }
}

// Pages that messages and help send people to.
for (const path of files.filter((file) => /^dist\/.*\.js$/.test(file))) {
  const code = read(path).replace(/^\s*(\/\/|\*|\/\*).*$/gm, '');
  for (const [page] of code.matchAll(/\bdocs\/[\w./-]+\.md\b/g)) {
    if (!files.includes(page)) problems.push(`${path} sends people to ${page}, which is not in the package`);
  }
}

const groups = new Map();
let unpacked = 0;
for (const path of files) {
  const { size } = statSync(`${folder}/${path}`);
  const group = path.split('/').slice(0, path.startsWith('dist/') ? 2 : 1);
  const name = path.includes('/') ? `${group.join('/')}/` : './';
  const { count = 0, bytes = 0 } = groups.get(name) ?? {};
  groups.set(name, { count: count + 1, bytes: bytes + size });
  unpacked += size;
}
const packed = statSync(tarball).size;
const row = (name, count, bytes) =>
  `     ${name.padEnd(20)}${String(count).padStart(5)} files ${String(Math.ceil(bytes / 1000)).padStart(6)} kB\n`;
for (const [name, { count, bytes }] of [...groups].sort()) process.stdout.write(row(name, count, bytes));
process.stdout.write(row('all', files.length, unpacked) + row('packed', 1, packed));

for (const [name, size] of Object.entries({ packed, unpacked, files: files.length })) {
  if (size > LIMITS[name])
    problems.push(`the package has grown: ${name} is ${size}, at most ${LIMITS[name]} is allowed`);
}
if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exitCode = 1;
}
