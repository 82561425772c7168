// Writes what is derived: from the declared settings the tables of docs/config.md and the schema in plugin.json, from
// package.json the version in plugin.json, from the options of containerOptions the tables of docs/directives.md, from
// the rules of endings those of docs/outcomes.md, from the trace fields that of docs/cost.md.
// A test (test/architecture/documents.test.ts) fails while they differ. Run: npm run generate
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { settingsSchema, settingsTable } from '../dist/src/config/settings-docs.js';
import { traceFieldsTable } from '../dist/src/trace/trace-docs.js';
import { refusedOptionsTable, servedOptionsTable } from '../dist/src/request/directive-docs.js';
import { rulesTables, statusesTable } from '../dist/src/outcome/outcome-docs.js';
import { closuresTable } from '../dist/host/lang/closure-docs.js';
import { directivesTable, settingsTable as engineSettingsTable } from '../dist/host/config/settings-docs.js';

const root = new URL('../', import.meta.url);

async function rewrite(name, change) {
  const url = new URL(name, root);
  await writeFile(url, await change(await readFile(url, 'utf8')));
}

function between(text, marker, table) {
  const [start, end] = [`<!-- ${marker}:start -->`, `<!-- ${marker}:end -->`];
  if (!text.includes(start) || !text.includes(end))
    throw new Error(`the page lacks the marks ${start} and ${end}`);
  return `${text.slice(0, text.indexOf(start) + start.length)}\n\n${table}\n\n${text.slice(text.indexOf(end))}`;
}

await rewrite('plugin.json', async (text) => {
  const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));
  const manifest = { ...JSON.parse(text), version, settings: { 'aws.ecs': settingsSchema() } };
  return format(JSON.stringify(manifest), { ...(await resolveConfig('plugin.json')), parser: 'json' });
});
const tables = { 'aws.ecs': settingsTable(), engine: engineSettingsTable(), directives: directivesTable() };
await rewrite('docs/config.md', (text) =>
  Object.entries(tables).reduce((page, [marker, table]) => between(page, marker, table), text),
);
const options = { served: servedOptionsTable(), refused: refusedOptionsTable(), closures: closuresTable() };
await rewrite('docs/directives.md', (text) =>
  Object.entries(options).reduce((page, [marker, table]) => between(page, marker, table), text),
);
const outcomes = { statuses: statusesTable(), rules: rulesTables() };
await rewrite('docs/outcomes.md', (text) =>
  Object.entries(outcomes).reduce((page, [marker, table]) => between(page, marker, table), text),
);
await rewrite('docs/cost.md', (text) => between(text, 'trace-fields', traceFieldsTable()));
