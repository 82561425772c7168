import { AwsServiceError } from '../../../src/aws/service-error.js';
import { type EcsTaskSnapshot } from '../../../src/aws/ecs-api.js';
import { AwsEcsConfig } from '../../../src/config/awsecs-config.js';
import { override } from '../../../src/di/compose.js';
import { AwsEcsTaskMonitor } from '../../../src/task-monitor.js';
import { TaskServicesFactory, type TaskServices } from '../../../src/task-services.js';
import { TaskStopper } from '../../../src/submit/task-stopper.js';
import { PollingTaskMonitor } from '../../../spi/index.js';
import { ForgivingMonitor } from '../broken-monitors.js';
import { brokenDirectives, brokenEcs, brokenOutcome, leaky, type BrokenAwsecs } from './broken-bindings.js';
import { brokenAdoptions } from './broken-adoptions.js';
import { brokenEndings } from './broken-endings.js';
import { HastyDefinitionStore, NarrowDefinitionStore } from './broken-definition-stores.js';

const SUBMITS = 'L4 faults of submits ›';
const POLLS = 'L4 faults of status calls ›';
const KILLS = 'L4 faults of kills ›';
const OUTCOMES = 'L4 outcomes ›';
const free = { class: 'free', budget: 'interruptions', max: 5 } as const;

const submits: readonly BrokenAwsecs[] = [
  {
    name: 'the client token is dropped',
    source: 'Prefect retries RunTask without one (peers.md §1.4), Airflow PR#16150',
    shownTo: SUBMITS,
    caughtBy: ['a submit whose answer is lost is one task'],
    bindings: brokenEcs((ecs) => ({
      // The SDK then makes one up for every call.
      runTask: (input, unwanted) => ecs.runTask({ ...input, clientToken: undefined }, unwanted),
    })),
  },
  {
    name: 'a lost answer is a definite no',
    source: 'Covalent, dask: whatever fails is a failed task (peers.md §1.10)',
    shownTo: SUBMITS,
    caughtBy: ['a submit whose answer is lost is one task'],
    bindings: brokenEcs((ecs) => ({
      runTask: (input, unwanted) => ecs.runTask(input, unwanted).catch(finalIf('unavailable')),
    })),
  },
  {
    name: 'a throttle is final',
    source: 'Nextflow awsecs proof of concept retries 429 and 5xx only (peers.md §1.1 gap 6)',
    shownTo: SUBMITS,
    caughtBy: ['a throttled submit is made again'],
    bindings: brokenEcs((ecs) => ({
      runTask: (input, unwanted) => ecs.runTask(input, unwanted).catch(finalIf('throttled')),
    })),
  },
  {
    name: 'a failed submit keeps its slot',
    source: 'Nextflow, evict frees only what is running (nextflow-contract.md, handleException)',
    shownTo: SUBMITS,
    caughtBy: ['refused submits give their slots back'],
    bindings: leaky(({ kind }) => kind === 'not-submitted'),
  },
  {
    name: 'a failed task keeps its slot',
    source: 'Nextflow, evict frees only what is running (nextflow-contract.md, handleException)',
    shownTo: 'L2 queue › tasks that',
    caughtBy: ['fail give every slot back'],
    bindings: leaky(({ kind }) => kind === 'failed'),
  },
  {
    name: 'a submit that is killed on its way keeps its slot',
    source: 'Nextflow’s zombie race (nextflow-contract.md, ParallelPollingMonitor)',
    shownTo: 'L2 queue › submits that',
    caughtBy: ['are killed on their way give every slot back'],
    bindings: leaky(({ evidence }) => evidence['code'] === 'SHUT_DOWN'),
  },
  {
    name: 'executor.queueSize is not heard',
    source: 'Nextflow#963, #3076 (nextflow-contract.md, complaint 2)',
    shownTo: 'L2 queue ›',
    caughtBy: ['never more tasks are on the backend than executor.queueSize'],
    bindings: ({ config }) => [override(AwsEcsConfig, { ...config, queueSize: Infinity })],
  },
  {
    name: 'tasks are submitted after the shutdown',
    source: 'Nextflow#7445 (peers.md §1.2)',
    shownTo: 'L2 shutdown at any moment ›',
    caughtBy: ['takes no task after it began'],
    bindings: ({ scope }) => [{ token: AwsEcsTaskMonitor, value: new ForgivingMonitor(scope.monitor) }],
  },
];

const definitions: readonly BrokenAwsecs[] = [
  {
    name: 'definitions are cached under a key without roles',
    source: 'Nextflow awsecs proof of concept (peers.md §1.1 gap 7)',
    shownTo: 'L0 plugin and settings ›',
    caughtBy: ['a change of aws.ecs.taskRole reaches the next session’s tasks'],
    bindings: ({ scope }) => [NarrowDefinitionStore.binding(scope.ecs)],
  },
  {
    name: 'every task registers a definition',
    source: 'Covalent, miniwdl-aws (peers.md §1.6, §1.10), Prefect#16485',
    shownTo: 'L6 scale and budget › 101 tasks of one kind',
    caughtBy: ['keep to their budgets'],
    bindings: ({ scope }) => [HastyDefinitionStore.binding(scope.ecs)],
  },
];

const polls: readonly BrokenAwsecs[] = [
  {
    name: 'MISSING is polled for ever',
    source: 'Nextflow awsecs proof of concept (peers.md §1.1 gap 3)',
    shownTo: POLLS,
    caughtBy: [
      'a task the backend has forgotten ends as lost',
      'a forgotten task whose exit is on record keeps its status',
    ],
    bindings: brokenEcs((ecs) => ({
      describeTasks: async (cluster, arns) =>
        new Map([...(await ecs.describeTasks(cluster, arns))].filter(([, { kind }]) => kind === 'found')),
    })),
  },
  {
    name: 'MISSING right after RunTask counts as lost',
    source: 'Airflow resubmits at once (peers.md §1.3)',
    shownTo: POLLS,
    caughtBy: [
      'a task the backend does not know yet is not lost',
      'a forgotten task whose exit is on record keeps its status',
    ],
    bindings: ({ scope }) => {
      const { services } = scope;
      const on = (cluster: Parameters<TaskServicesFactory['on']>[0]): TaskServices => {
        let hours = 0;
        const sound = services.on(cluster);
        return { ...sound, now: () => sound.now() + hours++ * 3_600_000 };
      };
      return [{ token: TaskServicesFactory, value: { on } }];
    },
  },
  {
    name: 'a failing status call ends the tasks it was about',
    source: 'Nextflow checkAllTasks kills on any error, #5516 (nextflow-contract.md)',
    shownTo: POLLS,
    caughtBy: [
      'failing status calls lose no task and end none',
      'a kill before the end was seen has the last word',
    ],
    bindings: brokenEcs((ecs) => ({
      describeTasks: (cluster, arns) =>
        ecs
          .describeTasks(cluster, arns)
          .catch(() => new Map(arns.map((arn) => [arn, stopped(arn)] as const))),
    })),
  },
  {
    name: 'each task is asked about by itself',
    source: 'Nextflow awsecs proof of concept, Metaflow, Dagster (peers.md §1.1 gap 3, §1.5, §1.9)',
    shownTo: 'L6 scale and budget › a round over 101 running tasks',
    caughtBy: ['costs at most 2 status calls'],
    bindings: ({ scope, config, session }) => {
      const fetch = async (arns: readonly string[]): Promise<ReadonlyMap<string, EcsTaskSnapshot>> => {
        const each = arns.map((arn) => scope.ecs.describeTasks(config.cluster, [arn]));
        return new Map((await Promise.all(each)).flatMap((answer) => [...answer]));
      };
      const { clock, logger, events } = session;
      const monitor = new PollingTaskMonitor<EcsTaskSnapshot>({
        ...{ clock, logger, events, fetch, queueSize: config.queueSize },
        ...{ submitConcurrency: 50, batchSize: 100, pollDelay: () => config.pollInterval },
      });
      return [{ token: AwsEcsTaskMonitor, value: monitor }];
    },
  },
];

const kills: readonly BrokenAwsecs[] = [
  {
    name: 'the poll loop dies of a kill that throws',
    source: 'Nextflow, handler.kill() stands outside of the try (nextflow-contract.md, checkAllTasks)',
    shownTo: KILLS,
    caughtBy: [
      'a refused kill is told in the SPI’s errors and can be asked for again',
      'a refused kill keeps nobody’s news back',
      'a shutdown tells which task it could not stop',
    ],
    bindings: brokenEcs((ecs) => {
      let dead = false;
      return {
        describeTasks: (cluster, arns) =>
          dead ? new Promise(() => undefined) : ecs.describeTasks(cluster, arns),
        stopTask: (cluster, arn, reason) =>
          ecs.stopTask(cluster, arn, reason).catch((error: unknown) => {
            dead = true;
            throw error;
          }),
      };
    }),
  },
  {
    name: 'a refused kill is taken for done',
    source: 'Airflow’s terminate and Snakemake’s cancel go on (peers.md §1.3, c.1)',
    shownTo: KILLS,
    caughtBy: [
      'a refused kill is told in the SPI’s errors and can be asked for again',
      'a shutdown tells which task it could not stop',
    ],
    bindings: ({ scope }) => {
      const stop: TaskStopper['stop'] = (...of) => scope.stopper.stop(...of).catch(() => undefined);
      return [{ token: TaskStopper, value: { stop } }];
    },
  },
  {
    name: 'a refused kill is told in the SDK’s own errors',
    source:
      'Nextflow, errors below 500 are rethrown raw and abort the run (nextflow-contract.md, submit errors)',
    shownTo: KILLS,
    caughtBy: ['a refused kill is told in the SPI’s errors and can be asked for again'],
    bindings: brokenEcs((ecs) => ({
      stopTask: (cluster, arn, reason) =>
        ecs.stopTask(cluster, arn, reason).catch((error: unknown) => {
          throw new Error('AccessDeniedException', { cause: error });
        }),
    })),
  },
];

const outcomes: readonly BrokenAwsecs[] = [
  {
    name: '“capacity” reads as spot',
    source: 'Nextflow awsecs proof of concept, isSpotInterruption (peers.md §1.1 gap 5)',
    shownTo: OUTCOMES,
    caughtBy: ['a failure that speaks of capacity is no interruption'],
    bindings: brokenOutcome((outcome) =>
      /capacity/i.test(outcome.reason) ? { ...outcome, kind: 'interrupted', retry: free } : outcome,
    ),
  },
  {
    name: 'a kill is reported as success',
    source: 'the race Toil’s kill waits out (peers.md §1.8; d.3, list of mutants)',
    shownTo: POLLS,
    caughtBy: ['a kill before the end was seen has the last word'],
    bindings: brokenOutcome((outcome, task) =>
      task?.containers[0]?.exitCode === 0
        ? { kind: 'completed', reason: 'exited 0', exitStatus: 0, evidence: {}, retry: { class: 'never' } }
        : outcome,
    ),
  },
  {
    name: 'a task without containers is a success',
    source: 'Airflow#52943, ecspresso#534, Dagster#33469 (peers.md b.14)',
    shownTo: OUTCOMES,
    caughtBy: [
      'a task that never started is no success',
      'an image that is not there is named as the cause',
      'a failure that speaks of capacity is no interruption',
    ],
    bindings: brokenOutcome((outcome, task) =>
      task?.stopCode === 'TaskFailedToStart'
        ? { kind: 'completed', reason: 'No container failed', evidence: {}, retry: { class: 'never' } }
        : outcome,
    ),
  },
  {
    name: 'want of memory is any failure',
    source: 'Dagster#17448, Airflow#55599 (peers.md b.15)',
    shownTo: OUTCOMES,
    caughtBy: ['want of memory is named as the cause'],
    bindings: brokenOutcome((outcome) =>
      outcome.kind === 'out-of-memory' ? { ...outcome, kind: 'failed' } : outcome,
    ),
  },
];

const directives: readonly BrokenAwsecs[] = [
  {
    name: 'a directive it does not know is ignored at the submit',
    source: 'Nextflow awsecs proof of concept, most directives are dropped (peers.md §1.1)',
    shownTo: 'L3 directives › a task with a directive it does not know',
    caughtBy: ['is not submitted, and the next is'],
    bindings: brokenDirectives((given) => ({ ...given, others: {} })),
  },
  {
    name: 'cpus get lost on the way',
    source: 'Nextflow awsecs proof of concept (peers.md §1.1)',
    shownTo: 'L3 directives › cpus',
    caughtBy: ['reaches the backend as it was asked for', 'that cannot be had launches nothing'],
    bindings: brokenDirectives((given) => ({ ...given, cpus: 1 })),
  },
];

/** Every awsecs with one binding replaced. */
export const brokenAwsecs: readonly BrokenAwsecs[] = [
  ...submits,
  ...definitions,
  ...polls,
  ...kills,
  ...outcomes,
  ...directives,
  ...brokenEndings,
  ...brokenAdoptions,
];

function finalIf(kind: AwsServiceError['kind']): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof AwsServiceError) || error.kind !== kind) throw error;
    throw new AwsServiceError('ecs:RunTask', 'refused', error.awsCode, error.awsMessage);
  };
}

function stopped(arn: string): EcsTaskSnapshot {
  return { kind: 'found', task: { arn, lastStatus: 'STOPPED', containers: [] } };
}
