import {
  InMemoryExecutor,
  MemoryTaskHandler,
  readSettings,
} from '../../../examples/in-memory-executor/index.js';
import type { TaskLog, TaskLogPart, TaskOutcome, TraceRecord } from '../../../spi/index.js';
import { free, withHandler, withVerdict, type BrokenExecutor, type Snapshot } from './break-executor.js';

const ENDINGS = 'L7 endings ›';
const LOGS = 'L7 logs ›';

/** What the evidence may hold is settled by the compiler alone, which not everybody has. */
type Loose = TaskOutcome['evidence'];

/** How ends are told, with one thing wrong. */
const told: readonly BrokenExecutor[] = [
  {
    name: 'the reason is a dump of many lines',
    source: 'Dagster and Prefect log the whole DescribeTasks answer (peers.md §1.4, §1.5)',
    caughtBy: [`${ENDINGS} every end is told in one line, and without a credential`],
    make: withVerdict((outcome) => ({ ...outcome, reason: `${outcome.reason}\n{ tasks: [] }` })),
  },
  {
    name: 'the reason quotes the environment of the task',
    source: 'Airflow, overrides with secrets in the log (peers.md §1.3)',
    caughtBy: [`${ENDINGS} every end is told in one line, and without a credential`],
    make: withHandler(
      class extends MemoryTaskHandler {
        protected override judge(task: Snapshot): TaskOutcome {
          const outcome = super.judge(task);
          return { ...outcome, reason: `${outcome.reason} ${JSON.stringify(this.task.launch.environment)}` };
        }
      },
    ),
  },
  {
    name: 'the reason is empty',
    source: 'Nextflow awsecs proof of concept, a null stoppedReason (peers.md §1.1)',
    caughtBy: [`${ENDINGS} every end is told in one line, and without a credential`],
    make: withVerdict((outcome) => (outcome.kind === 'completed' ? { ...outcome, reason: '' } : outcome)),
  },
  {
    name: 'a task that succeeded may be tried again',
    source: 'the race of Covalent’s polls, a success seen twice (peers.md §1.10)',
    caughtBy: [`${ENDINGS} every end says on whose account the task may go again`],
    make: withVerdict((outcome) =>
      outcome.kind === 'completed' ? { ...outcome, retry: { class: 'counted' } } : outcome,
    ),
  },
  {
    name: 'what is free has no bound',
    source: 'AWS Batch’s and Snakemake’s unbounded spot retries (peers.md §1.2, c.1)',
    caughtBy: [`${ENDINGS} every end says on whose account the task may go again`],
    make: withVerdict((outcome) =>
      outcome.kind === 'interrupted' ? { ...outcome, retry: { ...free, max: Infinity } } : outcome,
    ),
  },
  {
    name: 'each misfortune opens a budget of its own',
    source: 'spot attempts counted by job definition, so that a new one begins at none (peers.md §1.2)',
    caughtBy: [`${ENDINGS} the same misfortune again counts on in the same budget`],
    make: withHandler(
      class extends MemoryTaskHandler {
        protected override judge(task: Snapshot): TaskOutcome {
          const outcome = super.judge(task);
          const count = Object.keys(this.task.interruptions).length;
          return outcome.kind === 'interrupted' && count > 0
            ? { ...outcome, retry: { ...free, budget: `interruptions-${count}` } }
            : outcome;
        }
      },
    ),
  },
  {
    name: 'the evidence is whatever the backend said',
    source: 'Dagster and Prefect log the whole DescribeTasks answer (peers.md §1.4, §1.5)',
    caughtBy: [`${ENDINGS} every end rests on evidence of texts and numbers`],
    make: withVerdict((outcome, task) => ({ ...outcome, evidence: { task } as unknown as Loose })),
  },
  {
    name: 'a status that asks for another try is none',
    source: 'sysexits’ EX_TEMPFAIL, taken for a passing trouble of the backend',
    caughtBy: [`${ENDINGS} every exit status from 0 to 255 comes back as it was`],
    make: withVerdict((outcome) =>
      outcome.exitStatus === 75 ? { ...outcome, kind: 'interrupted', retry: free } : outcome,
    ),
  },
  {
    name: 'the trace of a killed task tells a success',
    source: 'Nextflow, exit is Integer.MAX_VALUE or what was read first (nextflow-contract.md)',
    caughtBy: [`${ENDINGS} every end is traced as it is told`],
    make: withHandler(
      class extends MemoryTaskHandler {
        override trace(): TraceRecord {
          const trace = super.trace();
          return this.outcome?.kind === 'killed' ? { ...trace, exit: 0 } : trace;
        }
      },
    ),
  },
  {
    name: 'a trace has fields that nobody declared',
    source: 'Nextflow, a plugin’s trace fields are dropped without a word (nextflow-contract.md)',
    caughtBy: [`${ENDINGS} a trace has no field that the executor does not declare`],
    make: withHandler(
      class extends MemoryTaskHandler {
        override trace(): TraceRecord {
          return { ...super.trace(), extra: { machine: 'm-1' } };
        }
      },
    ),
  },
];

/** Logs that are read otherwise: `change` gets what the sound log brought. */
function withLog(change: (part: TaskLogPart, id: string) => TaskLogPart): BrokenExecutor['make'] {
  return (session, backend) =>
    new (class extends InMemoryExecutor {
      override openLog(nativeId: string): TaskLog {
        const log = super.openLog(nativeId);
        return { place: log.place, read: async () => change(await log.read(), nativeId) };
      }
    })(session, readSettings(session), backend);
}

const IN_ORDER = `${LOGS} a log holds what the task printed, in its order, and ends`;
const MEANWHILE = `${LOGS} a log that is read while its task runs ends with it`;
const APART = `${LOGS} logs that are read side by side keep apart`;
const EMPTY = `${LOGS} the log of a task that printed nothing ends empty`;

const read: readonly BrokenExecutor[] = [
  {
    name: 'only the first page of a log is read',
    source: 'GetLogEvents read once, Metaflow and Covalent (peers.md §1.9, §1.10)',
    caughtBy: [IN_ORDER, MEANWHILE, APART],
    make: withLog((part) => ({ ...part, state: 'ended' })),
  },
  {
    name: 'the newest line of a page comes first',
    source: 'GetLogEvents without startFromHead (facts §6b)',
    caughtBy: [IN_ORDER, MEANWHILE, APART],
    make: withLog((part) => ({ ...part, lines: [...part.lines].reverse() })),
  },
  {
    name: 'an empty page is taken for a log that still comes',
    source: 'Airflow#40875, a missing stream is waited for without end (peers.md §1.3)',
    caughtBy: [MEANWHILE, EMPTY],
    make: withLog((part) =>
      part.lines.length === 0 && part.state === 'ended' ? { ...part, state: 'waiting' } : part,
    ),
  },
  {
    name: 'logs share one place to read on from',
    source: 'one nextToken for all streams of a group (facts §6b)',
    caughtBy: [APART],
    make: (session, backend) => {
      const opened: TaskLog[] = [];
      return new (class extends InMemoryExecutor {
        override openLog(nativeId: string): TaskLog {
          const log = super.openLog(nativeId);
          opened.push(log);
          // Who asks second is answered from the first one's log.
          return opened.length === 2 && backend.tasks.size === 2 && backend.alive === 0
            ? (opened[0] ?? log)
            : log;
        }
      })(session, readSettings(session), backend);
    },
  },
];

/** How ends are told and logs are read, each with one thing wrong. */
export const brokenEndings: readonly BrokenExecutor[] = [...told, ...read];
