import {
  InMemoryExecutor,
  MemoryHousekeeping,
  MemoryTaskHandler,
  readSettings,
} from '../../../examples/in-memory-executor/index.js';
import type { BackendTask, Executor, Housekeeping, TaskHandler, TaskRun } from '../../../spi/index.js';
import { asItIs, withHandler, type BrokenExecutor } from './break-executor.js';
import type { FaultyBackend } from './faulty-backend.js';

const ADOPTION = 'L5 adoption ›';
const KEEPING = 'L5 housekeeping ›';
const TAKEN_OVER = [
  'a task that a closed session has left is taken over',
  'a task of a session that is suddenly gone is taken over',
].map((title) => `${ADOPTION} ${title}`);
const ENDED = `${ADOPTION} a task that ended between two sessions keeps its exit status`;
const ANEW = `${ADOPTION} an attempt that begins anew is not taken for one that has ended`;
const ANEW_TAKEN_OVER = `${ADOPTION} an attempt that began anew is taken over as itself`;
const MANY = `${ADOPTION} many tasks are taken over side by side, each its own`;

/** The example with something about the executor itself changed. */
function withExecutor(
  change: (sound: Executor, backend: FaultyBackend) => Partial<Executor>,
): BrokenExecutor['make'] {
  return (session, backend) => {
    const made = asItIs(session, backend);
    return Object.assign(made, change(made, backend));
  };
}

/** The example with other housekeeping. */
function withKeeper(make: (backend: FaultyBackend) => Housekeeping): BrokenExecutor['make'] {
  return withExecutor((_sound, backend) => ({ housekeeping: make(backend) }));
}

const adoptions: readonly BrokenExecutor[] = [
  {
    name: 'a resumed attempt is a submit like any other, under a new token',
    source: 'Nextflow awsecs proof of concept, resume runs again what runs still (peers.md §1.1)',
    caughtBy: [
      ...TAKEN_OVER,
      ENDED,
      ANEW_TAKEN_OVER,
      MANY,
      `${ADOPTION} a kill ends a task that was taken over`,
      `${ADOPTION} a kill while a task is taken over leaves it neither running nor lost`,
      `${ADOPTION} the end of a session that takes over touches no other session’s tasks`,
    ],
    make: (session, backend) =>
      new (class extends InMemoryExecutor {
        override createTaskHandler(task: TaskRun): TaskHandler {
          const { resumes, ...fresh } = task;
          if (resumes !== true) return super.createTaskHandler(task);
          return super.createTaskHandler({ ...fresh, workDir: `${task.workDir}-again` });
        }
      })(session, readSettings(session), backend),
  },
  {
    name: 'an adopted task is not told as such',
    source: 'nextflow-contract.md: nothing upstream adopts; the engine cannot tell whose outputs are missing',
    caughtBy: TAKEN_OVER,
    make: withHandler(
      class extends MemoryTaskHandler {
        protected override async find(): Promise<string | undefined> {
          this.nativeId = await super.find();
          return undefined;
        }
      },
    ),
  },
  {
    name: 'every resumed attempt is told as adopted',
    source: 'the other way round: a fresh task would go again for free',
    caughtBy: [`${ADOPTION} an attempt that was never submitted starts, once`],
    make: withHandler(
      class extends MemoryTaskHandler {
        protected override async find(): Promise<string | undefined> {
          return (await super.find()) ?? this.send();
        }
      },
    ),
  },
  {
    name: 'an attempt that begins anew has the token of the one before it',
    source:
      'ECS_Idempotency: a token outlives its task by an hour, and a removed work dir ran again as nothing',
    caughtBy: [ANEW, ANEW_TAKEN_OVER],
    make: withHandler(
      class extends MemoryTaskHandler {
        protected override passOver(): Promise<void> {
          return Promise.resolve();
        }
      },
    ),
  },
  {
    name: 'what began anew is forgotten for what had ended there before',
    source: 'the other way round: a token of its own that no engine after this one can make again',
    caughtBy: [ANEW_TAKEN_OVER],
    make: withHandler(
      class extends MemoryTaskHandler {
        protected override async find(): Promise<string | undefined> {
          return this.services.api.find(this.task.workDir);
        }
      },
    ),
  },
  {
    name: 'any task of the session is taken for the attempt',
    source: 'Airflow adopts by the task’s family and cluster (peers.md §1.3)',
    caughtBy: [MANY, ANEW_TAKEN_OVER],
    make: (session, backend) => {
      const find = backend.find.bind(backend);
      backend.find = async (token) => ((await find(token)) === undefined ? undefined : 'task-1');
      return asItIs(session, backend);
    },
  },
  {
    name: 'an adopted task is not stopped by a kill',
    source: 'Cromwell’s abort leaves what it restarted (peers.md §1.8)',
    caughtBy: [
      `${ADOPTION} a kill ends a task that was taken over`,
      `${ADOPTION} a kill while a task is taken over leaves it neither running nor lost`,
      `${ADOPTION} the end of a session that takes over touches no other session’s tasks`,
    ],
    make: withHandler(
      class extends MemoryTaskHandler {
        protected override stop(id: string): Promise<void> {
          return this.adopted ? Promise.resolve() : super.stop(id);
        }
      },
    ),
  },
  {
    name: 'an adopted task is told as running at once and again',
    source: 'nothing upstream holds “running” to once (nextflow-contract.md, checkIfRunning)',
    caughtBy: [`${ADOPTION} a task that is taken over is told as running and completed, once`],
    make: withHandler(
      class extends MemoryTaskHandler {
        override checkIfRunning(): boolean {
          return super.checkIfRunning() || (this.adopted && this.status === 'RUNNING');
        }
      },
    ),
  },
  {
    name: 'a session that resumes stops what others run',
    source: 'Prefect’s worker deletes by cluster, whoever’s it is (peers.md §1.4)',
    caughtBy: [`${ADOPTION} the end of a session that takes over touches no other session’s tasks`],
    make: withExecutor((sound, backend) => {
      const shutdown = sound.shutdown.bind(sound);
      return {
        shutdown: async (options) => {
          const report = await shutdown(options);
          if (options === undefined || (options.leaveRunning !== true && options.graceMs === undefined))
            for (const { id } of await backend.list()) await backend.stop(id);
          return report;
        },
      };
    }),
  },
  {
    name: 'a capability says less than the executor does',
    source: 'capabilities are data: an engine branches on them',
    caughtBy: [`${ADOPTION} says whether it takes tasks over`],
    make: withExecutor(({ capabilities }) => ({ capabilities: { ...capabilities, adoption: false } })),
  },
];

const keepers: readonly BrokenExecutor[] = [
  {
    name: 'a list of one session holds those of all',
    source: 'orphan sweeps that stop other runs’ tasks (peers.md, ask 7)',
    caughtBy: [`${KEEPING} lists the tasks of one session, or of all`],
    make: withKeeper(
      (backend) =>
        new (class extends MemoryHousekeeping {
          override tasks(): AsyncGenerator<BackendTask> {
            return super.tasks();
          }
        })(backend),
    ),
  },
  {
    name: 'a task is listed under the session that looks',
    source: 'orphan sweeps that stop other runs’ tasks (peers.md, ask 7)',
    caughtBy: [`${KEEPING} tells whose a task is and how it stands`],
    make: withKeeper(
      (backend) =>
        new (class extends MemoryHousekeeping {
          override async *tasks(sessionId?: string): AsyncGenerator<BackendTask> {
            for await (const task of super.tasks(sessionId)) yield { ...task, sessionId: 'mine' };
          }
        })(backend),
    ),
  },
  {
    name: 'what has ended is listed',
    source: 'ListTasks by family shows stopped tasks (ecs-managed-instances.md §3c)',
    caughtBy: [`${KEEPING} lists no task that has ended`],
    make: (session, backend) => {
      const list = backend.list.bind(backend);
      backend.list = async (owner) => {
        if (backend.alive > 0) return list(owner);
        return [...backend.requests].map(([id, request]) => ({ id, request, task: backend.tasks.get(id)! }));
      };
      return asItIs(session, backend);
    },
  },
  {
    name: 'there is no housekeeping',
    source: 'Nextflow has none: thousands of orphaned jobs (peers.md, ask 7)',
    caughtBy: [
      'is there where it is claimed, and only there',
      'lists the tasks of one session, or of all',
      'tells whose a task is and how it stands',
      'lists no task that has ended',
      'is at hand without a start',
      'stops one task and leaves the others',
    ].map((title) => `${KEEPING} ${title}`),
    make: withExecutor(() => ({ housekeeping: undefined }) as unknown as Partial<Executor>),
  },
  {
    name: 'a stop is lost',
    source: 'Airflow’s and Snakemake’s cancel log and go on (peers.md §1.3, c.1)',
    caughtBy: [`${KEEPING} stops one task and leaves the others`, `${KEEPING} is at hand without a start`],
    make: withKeeper(
      (backend) =>
        new (class extends MemoryHousekeeping {
          override stop(): Promise<void> {
            return Promise.resolve();
          }
        })(backend),
    ),
  },
  {
    name: 'a stop takes all of the session',
    source: 'Dagster terminates by tag (peers.md §1.5)',
    caughtBy: [`${KEEPING} stops one task and leaves the others`],
    make: withKeeper(
      (backend) =>
        new (class extends MemoryHousekeeping {
          override async stop(): Promise<void> {
            for (const { id } of await backend.list()) await backend.stop(id);
          }
        })(backend),
    ),
  },
];

/** In-memory executors that forget, or touch what is not theirs. */
export const brokenAdoptions: readonly BrokenExecutor[] = [...adoptions, ...keepers];
