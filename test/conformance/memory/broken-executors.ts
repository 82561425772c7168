import {
  InMemoryExecutor,
  MemoryTaskHandler,
  outcomeOf,
  readSettings,
  type Submit,
} from '../../../examples/in-memory-executor/index.js';
import { PollingTaskMonitor, type TaskHandler, type TaskRun } from '../../../spi/index.js';
import { ForgivingMonitor, LeakyMonitor } from '../broken-monitors.js';
import {
  free,
  withHandler,
  withMonitor,
  withOptions,
  withSubmits,
  withVerdict,
  type BrokenExecutor,
  type Snapshot,
} from './break-executor.js';
import { brokenDirectives } from './broken-directives.js';
import { brokenAdoptions } from './broken-adoptions.js';
import { brokenEndings } from './broken-endings.js';
import type { FaultyBackend } from './faulty-backend.js';

const STATUSES = 'L7 endings › every exit status from 0 to 255 comes back as it was';

/** Reuses what an earlier task ran where the beginning of the command is the same. */
function definitionsByHalf(): BrokenExecutor['make'] {
  return (session, backend) => {
    const known = new Map<string, readonly string[]>();
    return new (class extends InMemoryExecutor {
      override createTaskHandler(task: TaskRun): TaskHandler {
        const key = task.launch.command.slice(0, 2).join(' ');
        const command = known.get(key) ?? task.launch.command;
        known.set(key, command);
        return super.createTaskHandler({ ...task, launch: { ...task.launch, command } });
      }
    })(session, readSettings(session), backend);
  };
}

const outcomes: readonly BrokenExecutor[] = [
  {
    name: 'a forgotten task is polled for ever',
    source: 'Nextflow awsecs proof of concept, describeTask returns null (peers.md §1.1 gap 3)',
    caughtBy: ['L4 faults of status calls › a task the backend has forgotten ends as lost'],
    make: withHandler(
      class extends MemoryTaskHandler {
        protected override hasEnded(task: Snapshot): boolean {
          return task !== 'gone' && super.hasEnded(task);
        }
      },
    ),
  },
  {
    name: 'a task not known yet counts as lost',
    source: 'Airflow, MISSING is resubmitted at once (peers.md §1.3)',
    caughtBy: ['L4 faults of status calls › a task the backend does not know yet is not lost'],
    make: withHandler(
      class extends MemoryTaskHandler {
        protected override hasEnded(task: Snapshot): boolean {
          return task === 'gone' || super.hasEnded(task);
        }
      },
    ),
  },
  {
    name: '“capacity” reads as spot',
    source: 'Nextflow awsecs proof of concept, isSpotInterruption (peers.md §1.1 gap 5)',
    caughtBy: ['L4 outcomes › a failure that speaks of capacity is no interruption'],
    make: withVerdict((outcome) =>
      /capacity/i.test(outcome.reason) ? { ...outcome, kind: 'interrupted', retry: free } : outcome,
    ),
  },
  {
    name: 'a kill is reported as success',
    source: 'the race Toil’s kill waits out (peers.md §1.8; d.3, list of mutants)',
    caughtBy: ['L4 faults of status calls › a kill before the end was seen has the last word'],
    make: withVerdict((outcome, task) =>
      task !== 'gone' && task.status === 0 ? outcomeOf(task, false) : outcome,
    ),
  },
  {
    name: 'a task that never started is a success',
    source: 'Airflow#52943, ecspresso#534, Dagster#33469 (peers.md b.14)',
    caughtBy: [
      'L4 outcomes › a task that never started is no success',
      'L4 outcomes › an image that is not there is named as the cause',
      'L4 outcomes › a failure that speaks of capacity is no interruption',
      'L7 endings › every end is traced as it is told',
    ],
    make: withVerdict((outcome, task) =>
      task !== 'gone' && task.startedAt === undefined
        ? { kind: 'completed', reason: 'No container failed', evidence: {}, retry: { class: 'never' } }
        : outcome,
    ),
  },
  {
    name: 'a failing command is tried again for free',
    source: 'Airflow, a user’s non-zero exit is retried like a failed submit (peers.md §1.3)',
    caughtBy: ['L1 exit status › a failed command counts as a retry of the user’s'],
    make: withVerdict((outcome) => (outcome.kind === 'failed' ? { ...outcome, retry: free } : outcome)),
  },
  {
    name: 'statuses lose their highest bit',
    source: 'exit codes passed through, Toil test_run_jobs (peers.md d.2)',
    caughtBy: ['L1 exit status › a command that exits 255 fails with 255', ...signalTests(), STATUSES],
    make: withVerdict((outcome) =>
      outcome.exitStatus === undefined ? outcome : { ...outcome, exitStatus: outcome.exitStatus & 127 },
    ),
  },
  {
    name: 'a lost machine is the user’s failure',
    source: 'Nextflow awsecs proof of concept, nothing resubmits (peers.md §1.1 gap 4)',
    caughtBy: ['L4 outcomes › a task whose machine is taken away may be tried again for free'],
    make: withVerdict((outcome) =>
      outcome.kind === 'interrupted' ? { ...outcome, kind: 'failed', retry: { class: 'counted' } } : outcome,
    ),
  },
];

function signalTests(): string[] {
  return ['SIGTERM fails with 143', 'SIGKILL fails with 137'].map(
    (end) => `L1 exit status › a command ended by ${end}`,
  );
}

const submits: readonly BrokenExecutor[] = [
  {
    name: 'the token is dropped',
    source: 'Prefect retries RunTask without a clientToken (peers.md §1.4), Airflow PR#16150',
    caughtBy: [
      'L4 faults of submits › a submit whose answer is lost is one task',
      'L5 adoption › a task that a closed session has left is taken over',
      'L5 adoption › a task of a session that is suddenly gone is taken over',
      'L5 adoption › a kill while a task is taken over leaves it neither running nor lost',
      'L5 adoption › an attempt that begins anew is not taken for one that has ended',
      'L5 adoption › an attempt that began anew is taken over as itself',
    ],
    make: withSubmits((request, sent) => ({ ...request, token: `${request.token}-${sent}` })),
  },
  {
    name: 'definitions are cached under too little',
    source: 'Nextflow awsecs proof of concept, the key omits roles (peers.md §1.1 gap 7)',
    caughtBy: ['L1 tasks › tasks side by side keep their own statuses', STATUSES],
    make: definitionsByHalf(),
  },
  {
    name: 'a throttle is final',
    source: 'Nextflow awsecs proof of concept retries 429 and 5xx only (peers.md §1.1 gap 6)',
    caughtBy: ['L4 faults of submits › a throttled submit is made again'],
    make: (session, backend) => {
      const submit = backend.submit.bind(backend);
      backend.submit = (request) => {
        const { submitTroubles } = backend;
        if (submitTroubles[0] === 'busy') submitTroubles[0] = 'refused';
        return submit(request);
      };
      return new InMemoryExecutor(session, readSettings(session), backend);
    },
  },
  {
    name: 'a killed task is submitted all the same',
    source: 'Nextflow#7445, submits after abort (peers.md §1.2)',
    caughtBy: [
      'L2 kill › a task killed before its submit never starts',
      'L2 queue › submits that are killed on their way give every slot back',
    ],
    make: withHandler(
      class extends MemoryTaskHandler {
        protected override send(): Promise<string> {
          const { killed } = this;
          this.killed = false;
          const sent = super.send();
          this.killed = killed;
          return sent;
        }
      },
    ),
  },
  {
    name: 'a kill does not wait for the submit in flight',
    source: 'Nextflow’s zombie race (nextflow-contract.md, ParallelPollingMonitor)',
    caughtBy: [
      'L4 faults of submits › a kill during a slow submit leaves nothing running',
      'L4 faults of submits › a shutdown sees slow submits through',
      'L5 adoption › a kill while a task is taken over leaves it neither running nor lost',
    ],
    make: withHandler(
      class extends MemoryTaskHandler {
        override async kill(): Promise<void> {
          this.killed = true;
          if (this.nativeId !== undefined && this.status !== 'COMPLETED') await this.stop(this.nativeId);
        }
      },
    ),
  },
  {
    name: 'a failed submit keeps its slot',
    source: 'Nextflow, evict frees only what is running (nextflow-contract.md, handleException)',
    caughtBy: [
      'L2 queue › work files that cannot be written cost their own task only',
      'L4 faults of submits › refused submits give their slots back',
    ],
    make: withMonitor((options) => new LeakyMonitor(options, ({ kind }) => kind === 'not-submitted')),
  },
  {
    name: 'a failed task keeps its slot',
    source: 'Nextflow, evict frees only what is running (nextflow-contract.md, handleException)',
    caughtBy: ['L2 queue › tasks that fail give every slot back'],
    make: withMonitor((options) => new LeakyMonitor(options, ({ kind }) => kind === 'failed')),
  },
  {
    name: 'a submit that is killed on its way keeps its slot',
    source: 'Nextflow’s zombie race (nextflow-contract.md, ParallelPollingMonitor)',
    caughtBy: ['L2 queue › submits that are killed on their way give every slot back'],
    make: withMonitor(
      (options) => new LeakyMonitor(options, ({ evidence }) => evidence['code'] === 'SHUT_DOWN'),
    ),
  },
  {
    name: 'tasks are taken after the shutdown',
    source:
      'Nextflow submit() builds an error for a session that is over and never throws it (nextflow-contract.md l.96)',
    caughtBy: ['L2 shutdown at any moment › takes no task after it began'],
    make: withMonitor((options) => new ForgivingMonitor(new PollingTaskMonitor(options))),
  },
];

const polls: readonly BrokenExecutor[] = [
  {
    name: 'each task is asked about by itself',
    source: 'Dagster check_run_worker_health, Snakemake aws-batch 229-231 (peers.md §1.5, c.1)',
    caughtBy: [
      'L6 scale and budget › a round over 250 running tasks costs at most 3 status calls',
      signalStorm(),
    ],
    make: withOptions(() => ({ batchSize: 1 })),
  },
  {
    name: 'a failing status call ends the tasks it was about',
    source: 'Nextflow checkAllTasks kills on any error, #5516 (nextflow-contract.md)',
    caughtBy: [
      'L4 faults of status calls › failing status calls lose no task and end none',
      'L4 faults of status calls › a kill before the end was seen has the last word',
    ],
    make: withOptions(({ fetch }) => ({
      fetch: (ids) =>
        fetch(ids).catch(() => {
          const stopped: Snapshot = { state: 'STOPPED', startedAt: 1, status: 6, reason: 'No answer' };
          return new Map(ids.map((id) => [id, stopped] as const));
        }),
    })),
  },
  {
    name: 'the poll loop dies of a failing status call',
    source: 'Nextflow, the poll thread dies with a debug log (nextflow-contract.md, checkAllTasks)',
    caughtBy: [
      'L4 faults of status calls › failing status calls lose no task and end none',
      'L4 faults of status calls › a kill before the end was seen has the last word',
    ],
    make: withOptions(({ fetch }) => {
      let dead = false;
      return {
        fetch: async (ids) => {
          if (dead) return never();
          return fetch(ids).catch((error: unknown) => {
            dead = true;
            throw error;
          });
        },
      };
    }),
  },
  {
    name: 'the poll loop dies of a kill that throws',
    source: 'Nextflow, handler.kill() stands outside of the try (nextflow-contract.md, checkAllTasks)',
    caughtBy: [
      'L4 faults of kills › a refused kill is told in the SPI’s errors and can be asked for again',
      'L4 faults of kills › a refused kill keeps nobody’s news back',
      'L4 faults of kills › a shutdown tells which task it could not stop',
    ],
    make: (session, backend) => {
      let dead = false;
      const api = {
        submit: (request: Submit) => backend.submit(request),
        output: (id: string) => backend.output(id),
        find: (token: string) => backend.find(token),
        list: (session?: string) => backend.list(session),
        describe: (ids: readonly string[]): ReturnType<FaultyBackend['describe']> =>
          dead ? never() : backend.describe(ids),
        stop: (id: string) =>
          backend.stop(id).catch((error: unknown) => {
            dead = true;
            throw error;
          }),
      };
      return new InMemoryExecutor(session, readSettings(session), api);
    },
  },
];

const kills: readonly BrokenExecutor[] = [
  {
    name: 'a refused kill is taken for done',
    source: 'Airflow’s and Snakemake’s cancel log and go on (peers.md §1.3, c.1)',
    caughtBy: [
      'L4 faults of kills › a refused kill is told in the SPI’s errors and can be asked for again',
      'L4 faults of kills › a shutdown tells which task it could not stop',
    ],
    make: withHandler(
      class extends MemoryTaskHandler {
        protected override stop(id: string): Promise<void> {
          return super.stop(id).catch(() => undefined);
        }
      },
    ),
  },
  {
    name: 'a kill after the end rewrites the outcome',
    source: 'peers.md d.3, list of mutants: kill after finish',
    caughtBy: ['L2 kill › a kill after the end changes nothing'],
    make: withHandler(
      class extends MemoryTaskHandler {
        override async kill(): Promise<void> {
          await super.kill();
          if (this.outcome !== undefined) this.outcome = outcomeOf('gone', true);
        }
      },
    ),
  },
  {
    name: 'a task runs anew with every round',
    source: 'nothing upstream holds “running” to once (nextflow-contract.md, checkIfRunning)',
    caughtBy: [
      'L1 news › a task that runs is told as running, once',
      'L5 adoption › a task that is taken over is told as running and completed, once',
      'L5 adoption › the end of a session that takes over touches no other session’s tasks',
      'L5 housekeeping › stops one task and leaves the others',
      // Each round then has news, so that polling never slows down.
      'L6 scale and budget › a round over 250 running tasks costs at most 3 status calls',
    ],
    make: withHandler(
      class extends MemoryTaskHandler {
        override checkIfRunning(): boolean {
          return super.checkIfRunning() || this.status === 'RUNNING';
        }
      },
    ),
  },
];

/** Every in-memory executor with one thing wrong. */
export const brokenExecutors: readonly BrokenExecutor[] = [
  ...outcomes,
  ...submits,
  ...polls,
  ...kills,
  ...brokenDirectives,
  ...brokenEndings,
  ...brokenAdoptions,
];

function signalStorm(): string {
  return 'L6 scale and budget › many signals at once are two rounds at most';
}

function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined);
}
