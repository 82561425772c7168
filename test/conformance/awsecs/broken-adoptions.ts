import { FreshStart } from '../../../src/recovery/fresh-start.js';
import { Takeover } from '../../../src/recovery/takeover.js';
import { brokenEcs, type BrokenAwsecs } from './broken-bindings.js';

const ADOPTION = 'L5 adoption ›';
const KEEPING = 'L5 housekeeping ›';
const TAKEN_OVER = [
  'a task that a closed session has left is taken over',
  'a task of a session that is suddenly gone is taken over',
];
const MANY = 'many tasks are taken over side by side, each its own';

/** Takes over the first task that is listed, whose ever it is. */
const takesAny: BrokenAwsecs['bindings'] = ({ scope: { ecs }, config, session }) => {
  const of = async (): Promise<object> => {
    const { arns } = await ecs.listTasks(config.cluster, { startedBy: `nf-${session.id}` });
    const [task] = await ecs.taggedTasks(config.cluster, arns.slice(0, 1));
    return { kind: 'runs', task };
  };
  return [{ token: Takeover, value: { of } }];
};

/** awsecs with its memory gone, or with hands on what is not its own. */
export const brokenAdoptions: readonly BrokenAwsecs[] = [
  {
    name: 'a resumed attempt is submitted under a token of its own',
    source: 'Nextflow awsecs proof of concept, resume runs again what runs still (peers.md §1.1)',
    shownTo: ADOPTION,
    caughtBy: [
      ...TAKEN_OVER,
      MANY,
      'a kill ends a task that was taken over',
      'a kill while a task is taken over leaves it neither running nor lost',
      'a task that ended between two sessions keeps its exit status',
      'an attempt that began anew is taken over as itself',
      'the end of a session that takes over touches no other session’s tasks',
    ],
    bindings: () => [{ token: Takeover, value: { of: () => Promise.resolve({ kind: 'try', n: 99 }) } }],
  },
  {
    name: 'an attempt that begins anew is submitted under the token of the one before it',
    source:
      'ECS_Idempotency: a token outlives its task by an hour, and a removed work dir ran again as nothing',
    shownTo: `${ADOPTION} an attempt that`,
    caughtBy: ['begins anew is not taken for one that has ended', 'began anew is taken over as itself'],
    bindings: () => [{ token: FreshStart, value: { begin: () => Promise.resolve(0) } }],
  },
  {
    name: 'any task of the session is taken for the attempt',
    source: 'Airflow adopts by the task’s family and cluster (peers.md §1.3)',
    shownTo: `${ADOPTION} many tasks`,
    caughtBy: ['are taken over side by side, each its own'],
    bindings: takesAny,
  },
  {
    name: 'a list of one session holds those of all',
    source: 'orphan sweeps that stop other runs’ tasks (peers.md, ask 7)',
    shownTo: KEEPING,
    caughtBy: ['lists the tasks of one session, or of all'],
    bindings: brokenEcs((ecs) => ({
      listTasks: (cluster, _filter, from) => ecs.listTasks(cluster, { desiredStatus: 'RUNNING' }, from),
    })),
  },
  {
    name: 'a stop is lost',
    source: 'Airflow’s and Snakemake’s cancel log and go on (peers.md §1.3, c.1)',
    shownTo: KEEPING,
    caughtBy: ['stops one task and leaves the others', 'is at hand without a start'],
    bindings: brokenEcs(() => ({ stopTask: () => Promise.resolve() })),
  },
];
