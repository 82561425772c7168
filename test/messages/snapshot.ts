import { readFile } from 'node:fs/promises';
import { describeError } from '../../cli/problems/describe-error.js';
import { listedCodes } from '../../cli/problems/error-page.js';
import { createStyle } from '../../cli/progress/style.js';
import { errorReport } from '../../host/report/error-report.js';
import type { TaskOutcome } from '../../spi/index.js';
import { catalogue } from './catalogue.js';
import { logCases, logLines } from './log-cases.js';
import { normalise } from './normalise.js';
import { endingCases, monitorCases } from './outcome-cases.js';
import { packageRoot } from './place.js';
import { raise } from './raise.js';

/** The file that holds every message as a user reads it. */
export const snapshotFile = `${packageRoot}test/messages/messages.md`;

/** The file that holds the block of every way a task can end. */
export const endingsFile = `${packageRoot}test/messages/endings.md`;

const HEAD = `# Messages

Every message of the command as a user reads it, raised by the real code; written by \`npm run snapshots\`, compared by
\`test/messages\`. A change here is what users will notice.
`;

/** Raises everything and writes it down. The same on every machine. */
export async function renderSnapshot(): Promise<string> {
  const page = await readFile(`${packageRoot}docs/errors.md`, 'utf8');
  const errors: string[] = [];
  const raised = new Set(catalogue.map(({ code }) => code));
  for (const code of listedCodes(page).filter((listed) => raised.has(listed)))
    errors.push(`## \`${code}\`\n`, ...(await renderCode(code)));
  const ends = monitorCases().map(({ title, outcome }) => block(title, renderOutcome(outcome)));
  const logs: string[] = [];
  for (const one of logCases()) logs.push(block(one.title, (await logLines(one)).join('\n')));
  return [HEAD, ...errors, '## How tasks end\n', ...ends, '## What is logged\n', ...logs].join('\n');
}

const ENDINGS_HEAD = `# Endings

What a user reads of each way a task can end (test/src/outcome/endings), without what is the task's own; written by
\`npm run snapshots\`, compared by \`test/messages\`.
`;

/** Writes down how tasks end. The same on every machine. */
export function renderEndings(): string {
  const ends = endingCases().map(({ title, outcome }) => block(title, renderOutcome(outcome)));
  return [ENDINGS_HEAD, ...ends].join('\n');
}

async function renderCode(code: string): Promise<string[]> {
  const blocks: string[] = [];
  for (const one of catalogue.filter((each) => each.code === code)) {
    const { error } = await raise(one);
    blocks.push(block(one.title, describeError(error, createStyle(false), false)));
  }
  return blocks;
}

/** The cause and the tip of the report: what stands between them is the task's own. */
function renderOutcome(outcome: TaskOutcome): string {
  if (outcome.kind === 'completed') return `${outcome.kind}: ${outcome.reason}`;
  const report = errorReport(
    { name: 'HELLO', script: 'true', workDir: 's3://my-bucket/work/ab/c' },
    outcome,
    {},
  );
  const parts = report.split('\n\n').filter((part) => /^(?:Caused by|Tip):/.test(part));
  return `${outcome.kind}, retry ${retryText(outcome.retry)}\n${parts.join('\n')}`;
}

function retryText(retry: TaskOutcome['retry']): string {
  return retry.class === 'free' ? `free (${retry.budget}, at most ${retry.max})` : retry.class;
}

function block(title: string, text: string): string {
  return `### ${title}\n\n\`\`\`text\n${normalise(text).trim()}\n\`\`\`\n`;
}
