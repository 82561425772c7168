import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { coverageFailures, coverageTable } from './coverage-gate.js';
import { coverageOfParts, type FileCoverage } from './part-coverage.js';
import { THRESHOLDS } from './thresholds.js';
import { type CompiledFile, unmeasuredFiles } from './unmeasured-files.js';

/** Judges what the tests have covered (coverage/coverage-summary.json, written by c8): `npm run coverage`. */
const root = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');

async function compiled(part: string): Promise<readonly CompiledFile[]> {
  const folder = join(root, 'dist', part);
  // What a source that is gone once compiled to still lies there.
  const sources = new Set(await readdir(join(root, part), { recursive: true }));
  const files = (await readdir(folder, { recursive: true })).filter(
    (name) => name.endsWith('.js') && sources.has(name.replace(/js$/, 'ts')),
  );
  return Promise.all(
    files.map(async (name) => ({
      path: `dist/${part}/${name}`,
      text: await readFile(join(folder, name), 'utf8'),
    })),
  );
}

const summary = JSON.parse(await readFile(join(root, 'coverage/coverage-summary.json'), 'utf8')) as Record<
  string,
  FileCoverage
>;
const parts = coverageOfParts(summary, THRESHOLDS, root);
const files = await Promise.all(THRESHOLDS.map(({ part }) => compiled(part)));
const measured = new Set(Object.keys(summary).map((path) => relative(root, path)));
const failures = coverageFailures(parts, unmeasuredFiles(files.flat(), measured));
console.log(`\n${coverageTable(parts)}\n`);
for (const failure of failures) console.error(`Coverage: ${failure}`);
if (failures.length > 0) process.exitCode = 1;
