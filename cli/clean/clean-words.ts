import type { CleanResult, ClearedFolder, KeptRun } from '../../host/housekeeping/clean-api.js';
import { describeResume } from '../interruption/unfinished-words.js';
import type { RegistrationCleanResult } from '../../host/housekeeping/clean-registrations.js';
import { shortMemory } from '../../host/config/units.js';

const MOST_NAMES = 3;
const DAY_MS = 24 * 3_600_000;

/** A folder that is gone, or would be. */
export function folderLine({ uri, files, size }: ClearedFolder, force: boolean): string {
  return `${deed(force)} ${uri} (${amount(files, 'file')}, ${bytes(size)})`;
}

/** Why a run stays, and what to do. */
export function keptLine({ run, why }: KeptRun): string {
  const { runName } = run;
  switch (why.kind) {
    case 'running':
      return `Run ${runName} stays: it is running (process ${run.pid} on ${run.host}). Let it end, or stop it there.`;
    case 'session-in-use': {
      const who =
        why.runName === undefined
          ? 'an engine'
          : `run ${why.runName} (process ${why.pid ?? '?'} on ${why.host ?? '?'})`;
      return `Run ${runName} stays: ${who} has its session. Let it end, or stop it there.`;
    }
    case 'tasks-run':
      return (
        `Run ${runName} stays: ${amount(why.tasks, 'task')} of its session still ${why.tasks === 1 ? 'runs' : 'run'}. ` +
        `${describeResume({ ...run, script: run.scriptPath }, 'it', 'that')}; or end them: nf-awsecs stop ${run.sessionId}`
      );
  }
}

/** What a cleaning came to. */
export function runsSummary(
  result: CleanResult,
  { force, keepLogs }: { force: boolean; keepLogs: boolean },
): readonly string[] {
  const { runs, folders, files, size, shared, sharedBy, interrupted } = result;
  const what = `${amount(folders, 'work dir')} (${amount(files, 'file')}, ${bytes(size)})`;
  const history = keepLogs || runs.length === 0 ? '' : ` and the history of ${amount(runs.length, 'run')}`;
  const names = sharedBy.slice(0, MOST_NAMES).join(', ') + (sharedBy.length > MOST_NAMES ? ', ...' : '');
  return [
    ...(shared === 0
      ? []
      : [
          `${amount(shared, 'work dir')} ${shared === 1 ? 'stays' : 'stay'}: used by ${names} of the same session.`,
        ]),
    `${deed(force)} ${what}${history}.`,
    ...(interrupted ? ['It was ended before it was through: what is left can be cleaned again.'] : []),
    ...(force ? [] : ['Nothing was removed; -f removes it.']),
  ];
}

/** What a cleaning of task definitions came to. @param before epoch milliseconds. */
export function definitionsSummary(
  { cleared, inUse, young, interrupted }: RegistrationCleanResult,
  { force, before }: { readonly force: boolean; readonly before: number },
): readonly string[] {
  const date = momentText(before, before);
  return [
    ...(inUse === 0
      ? []
      : [
          `${amount(inUse, 'task definition')} of before ${date} ${inUse === 1 ? 'stays' : 'stay'}: tasks use them.`,
        ]),
    ...(young === 0
      ? []
      : [`${amount(young, 'task definition')} ${young === 1 ? 'stays' : 'stay'}: registered since ${date}.`]),
    `${force ? 'Deregistered' : 'Would deregister'} ${amount(cleared, 'task definition')} of before ${date}.`,
    ...(interrupted ? ['It was ended before it was through: what is left can be cleaned again.'] : []),
    ...(force ? [] : ['Nothing was deregistered; -f deregisters them, one a second behind the first.']),
  ];
}

/**
 * A moment, to the second unless the one that decides is a day's beginning: two of a day must not look alike.
 * @param before that one, epoch milliseconds as both are.
 */
export function momentText(moment: number, before: number): string {
  const text = new Date(moment).toISOString();
  return before % DAY_MS === 0 ? text.slice(0, 10) : `${text.slice(0, 19)}Z`;
}

function deed(force: boolean): string {
  return force ? 'Removed' : 'Would remove';
}

function amount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function bytes(size: number): string {
  return size <= 0 ? '0 B' : shortMemory(size);
}
