import { OutcomeReader } from '../../../src/outcome/outcome-reader.js';
import { TaskServicesFactory, type TaskServices } from '../../../src/task-services.js';
import type { TaskLogPart, TaskOutcome, TaskRun, TraceRecord } from '../../../spi/index.js';
import { brokenOutcome, type BrokenAwsecs } from './broken-bindings.js';

/** Titles begin so; each is shown no more than it needs, as every end is a cloud of its own. */
const EVERY_END = 'L7 endings › every end';
const FIELDS = 'L7 endings › a trace has no field';
const STATUSES = 'L7 endings › every exit status';
const AGAIN = 'L7 endings › the same misfortune';
const LOGS = 'L7 logs ›';
const free = { class: 'free', budget: 'interruptions', max: 5 } as const;

/** Another verdict on the end of a task, by what the task is. */
function brokenVerdict(
  change: (outcome: TaskOutcome, task: TaskRun) => TaskOutcome,
): BrokenAwsecs['bindings'] {
  return ({ scope: { outcomes } }) => {
    const outcomeOf: OutcomeReader['outcomeOf'] = async (task, ended, by) => {
      const outcome = await outcomes.outcomeOf(task, ended, by);
      return outcome === undefined ? undefined : change(outcome, task);
    };
    return [{ token: OutcomeReader, value: { outcomeOf } }];
  };
}

/** Traces told otherwise. */
function brokenTrace(change: (trace: TraceRecord) => TraceRecord): BrokenAwsecs['bindings'] {
  return ({ scope: { services } }) => {
    const on: TaskServicesFactory['on'] = (cluster): TaskServices => {
      const sound = services.on(cluster);
      return { ...sound, trace: (facts) => change(sound.trace(facts)) };
    };
    return [{ token: TaskServicesFactory, value: { on } }];
  };
}

const told: readonly BrokenAwsecs[] = [
  {
    name: 'the reason quotes the environment of the task',
    source: 'Airflow, overrides with secrets in the log (peers.md §1.3)',
    shownTo: EVERY_END,
    caughtBy: ['is told in one line, and without a credential'],
    bindings: brokenVerdict((outcome, { launch }) => ({
      ...outcome,
      reason: `${outcome.reason} ${JSON.stringify(launch.environment)}`,
    })),
  },
  {
    name: 'AWS’s words are told as they came, in many lines',
    source: 'Dagster and Prefect log the whole DescribeTasks answer (peers.md §1.4, §1.5)',
    shownTo: EVERY_END,
    caughtBy: ['is told in one line, and without a credential'],
    bindings: brokenOutcome((outcome) => ({ ...outcome, reason: `${outcome.reason}\nand more` })),
  },
  {
    name: 'a task that succeeded may be tried again',
    source: 'the race of Covalent’s polls, a success seen twice (peers.md §1.10)',
    shownTo: EVERY_END,
    caughtBy: ['says on whose account the task may go again'],
    bindings: brokenOutcome((outcome) =>
      outcome.kind === 'completed' ? { ...outcome, retry: { class: 'counted' } } : outcome,
    ),
  },
  {
    name: 'each misfortune opens a budget of its own',
    source: 'spot attempts counted by job definition, so that a new one begins at none (peers.md §1.2)',
    shownTo: AGAIN,
    caughtBy: ['again counts on in the same budget'],
    bindings: brokenVerdict((outcome, { interruptions }) =>
      outcome.kind === 'interrupted'
        ? { ...outcome, retry: { ...free, budget: `interruptions-${Object.keys(interruptions).length}` } }
        : outcome,
    ),
  },
  {
    name: 'the evidence is whatever AWS said',
    source: 'Dagster and Prefect log the whole DescribeTasks answer (peers.md §1.4, §1.5)',
    shownTo: EVERY_END,
    caughtBy: ['rests on evidence of texts and numbers'],
    bindings: brokenOutcome((outcome, ended) => ({
      ...outcome,
      evidence: { task: { ...ended } } as unknown as TaskOutcome['evidence'],
    })),
  },
  {
    name: 'a status that asks for another try is none',
    source: 'sysexits’ EX_TEMPFAIL, taken for a passing trouble of the backend',
    shownTo: STATUSES,
    caughtBy: ['from 0 to 255 comes back as it was'],
    bindings: brokenOutcome((outcome) =>
      outcome.exitStatus === 75 ? { ...outcome, kind: 'interrupted', retry: free } : outcome,
    ),
  },
  {
    name: 'the trace of a failure tells a success',
    source: 'Nextflow, exit is Integer.MAX_VALUE or what was read first (nextflow-contract.md)',
    shownTo: EVERY_END,
    caughtBy: ['is traced as it is told'],
    bindings: brokenTrace((trace) => (trace.exit === 3 ? { ...trace, exit: 0 } : trace)),
  },
  {
    name: 'a trace has fields that nobody declared',
    source: 'Nextflow, a plugin’s trace fields are dropped without a word (nextflow-contract.md)',
    shownTo: FIELDS,
    caughtBy: ['that the executor does not declare'],
    bindings: brokenTrace((trace) => ({ ...trace, extra: { ...trace.extra, of_nobody: 1 } })),
  },
];

const IN_ORDER = 'a log holds what the task printed, in its order, and ends';
const MEANWHILE = 'a log that is read while its task runs ends with it';
const APART = 'logs that are read side by side keep apart';
const EMPTY = 'the log of a task that printed nothing ends empty';

/** Logs that are read otherwise. */
function brokenLogs(change: (part: TaskLogPart) => TaskLogPart): Pick<BrokenAwsecs, 'bindings' | 'executor'> {
  return {
    bindings: () => [],
    executor: (sound) => {
      // Taken before it is replaced.
      const open = sound.openLog?.bind(sound);
      return {
        openLog: (nativeId) => {
          const log = open?.(nativeId);
          if (log === undefined) throw new Error('awsecs reads logs');
          return { place: log.place, read: async () => change(await log.read()) };
        },
      };
    },
  };
}

const read: readonly BrokenAwsecs[] = [
  {
    name: 'the newest line of a page comes first',
    source: 'GetLogEvents without startFromHead (facts §6b)',
    shownTo: LOGS,
    caughtBy: [IN_ORDER, MEANWHILE, APART],
    ...brokenLogs((part) => ({ ...part, lines: [...part.lines].reverse() })),
  },
  {
    name: 'an empty page is taken for a log that still comes',
    source: 'Airflow#40875, a missing stream is waited for without end (peers.md §1.3)',
    shownTo: LOGS,
    // The page that ends a log of CloudWatch is always empty.
    caughtBy: [IN_ORDER, MEANWHILE, APART, EMPTY],
    ...brokenLogs((part) =>
      part.lines.length === 0 && part.state === 'ended' ? { ...part, state: 'waiting' } : part,
    ),
  },
];

/** How ends are told and logs are read by awsecs, each with one thing wrong. */
export const brokenEndings: readonly BrokenAwsecs[] = [...told, ...read];
