import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { apiReport } from './api-report.js';
import { entries, reportFile } from './entries.js';
import { stageDeclarations } from './staged-declarations.js';

// npm run api: writes docs/api anew.
const all = await entries();
const stage = await stageDeclarations(all);
try {
  for (const entry of all) {
    const { text, problems } = await apiReport(entry, stage);
    await mkdir(dirname(reportFile(entry)), { recursive: true });
    await writeFile(reportFile(entry), text);
    for (const problem of problems) console.error(problem);
    if (problems.length > 0) process.exitCode = 1;
  }
} finally {
  await rm(stage, { recursive: true });
}
