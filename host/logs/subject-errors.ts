import { PreconditionError } from '../../spi/index.js';
import type { AttemptFacts } from '../history/history-record.js';
import type { RunHistory } from '../history/run-history.js';
import { nearestName } from '../lang/nearest-name.js';
import { shortHash } from '../task/work-dir.js';

const MOST_SHOWN = 5;

/** No run was ever made here, or none was written down. */
export function historyEmpty(folder: string): PreconditionError {
  return new PreconditionError(
    `Cannot find a run: ${folder} holds none. Change to the folder that runs were started in: it keeps theirs.`,
    { code: 'HISTORY_EMPTY' },
  );
}

/** No run goes by these names, one or more. Tells those that most likely are meant, and the newest. */
export async function runUnknown(
  history: RunHistory,
  ...wanted: readonly [string, ...string[]]
): Promise<PreconditionError> {
  const names = new Set<string>();
  for await (const { begun } of history.runs()) names.add(begun.runName);
  if (names.size === 0) return historyEmpty(history.folder);
  const newest = [...names].slice(0, MOST_SHOWN).join(', ');
  const list = wanted.map((name) => `"${name}"`).join(', ');
  return new PreconditionError(
    `Cannot find run ${list}: ${history.folder} holds none of that name or session id; its newest are ${newest}. ` +
      guess(wanted[0], names, 'Give the name of a run, or eight characters of its session id.'),
    { code: 'RUN_UNKNOWN' },
  );
}

/** Nothing goes by that name. */
export function taskUnknown(
  what: string,
  place: { readonly names: ReadonlySet<string>; readonly folder: string; readonly run: string | undefined },
): PreconditionError {
  const { names, folder, run } = place;
  const where = run === undefined ? `any run in ${folder}` : `run ${run}`;
  const known = [...names].slice(0, MOST_SHOWN).join(', ');
  const seen =
    known === ''
      ? 'no task was submitted there'
      : `there are ${known}${names.size > MOST_SHOWN ? ', ...' : ''}`;
  return new PreconditionError(
    `Cannot find "${what}": no task, process or run of that name is in ${where}; ${seen}. ` +
      guess(
        what,
        names,
        'Give a hash as the run printed it (ab/cdef01), a name, or nothing for the last run.',
      ),
    { code: 'TASK_UNKNOWN' },
  );
}

/** More than one attempt's hash begins so. */
export function taskAmbiguous(
  what: string,
  candidates: readonly AttemptFacts[],
  runName: string,
): PreconditionError {
  const list = candidates.map(({ hash, name }) => `${shortHash(hash)} (${name})`).join(', ');
  return new PreconditionError(
    `Cannot tell which task "${what}" means: the hashes of several tasks of run ${runName} begin so: ${list}. Give more of it.`,
    { code: 'TASK_AMBIGUOUS' },
  );
}

/**
 * There is something of that name, and no backend ever accepted it.
 * @param title e.g. `task HELLO (ab/cdef01) of run happy_curie`.
 */
export function neverSubmitted(title: string, runEnded: boolean): PreconditionError {
  const ended = runEnded ? ', and the run has ended' : '';
  return new PreconditionError(
    `Cannot show logs of ${title}: nothing of it was ever submitted${ended}. ` +
      'Look at what the run said of it: the block of its failure tells why.',
    { code: 'TASK_NEVER_SUBMITTED' },
  );
}

function guess(name: string, names: Iterable<string>, otherwise: string): string {
  const nearest = nearestName(name, names);
  return nearest === undefined ? otherwise : `Did you mean ${nearest}?`;
}
