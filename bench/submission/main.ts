import 'reflect-metadata';
import { again, burst } from './burst.js';
import { Findings } from './findings.js';
import { handlers } from './handlers.js';
import { killsFirst } from './kills.js';
import { refusals } from './refusals.js';
import { running } from './running.js';

/**
 * How the executor uses AWS's quotas, through the engine, against the local cloud: `npm run bench`, or the rows named:
 * `npm run bench -- burst kills`. Counts are asserted (exit code 1 where one is missed), times printed.
 */
const rows: ReadonlyMap<string, (findings: Findings) => Promise<void>> = new Map([
  ['burst', burst],
  ['again', again],
  ['running', running],
  ['handlers', handlers],
  ['kills', killsFirst],
  ['refusals', refusals],
]);

// The SDK's notice of the Node versions to come is no figure (cli/main.ts).
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !rows.has(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no row ${unknown.join(', ')}. There are ${[...rows.keys()].join(', ')}.\n`);
  process.exit(2);
}
let missed = 0;
for (const [name, measure] of rows) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`\n== ${name}\n`);
  const begin = performance.now();
  const findings = new Findings();
  await measure(findings);
  findings.tell('the row took', `${((performance.now() - begin) / 1000).toFixed(1)} s`);
  missed += findings.missed;
}
process.stdout.write(`\n${missed === 0 ? 'All figures are met.' : `${missed} figures are missed.`}\n`);
process.exitCode = missed === 0 ? 0 : 1;
