/** When the engine dies: before a call is sent, once it was carried out but nothing of its answer read, or mid-write. */
export type Moment = 'before' | 'after' | 'torn';

/** A place in the engine's life where it is killed. */
export interface KillPoint {
  readonly name: string;
  /** Of {@link crossingOf} or {@link linesOf}. */
  readonly crossing: string;
  readonly moment: Moment;
  /** How often a run of the pipeline passes here at least: the k-th time is drawn from them. */
  readonly passings: number;
  /** Only a run that goes on with an earlier session passes here, or one whose user pressed Ctrl-C. */
  readonly of?: 'resumed' | 'interrupted';
  /** Only on the cloud that at times refuses for want of room. */
  readonly crowded?: true;
}

const tasks = 6;

/** Every named point, in the order a run comes by them. */
export const killPoints: readonly KillPoint[] = [
  around('preflight', 'ecs:DescribeClusters', 1),
  around('bucket', 's3:HEAD bucket', 1),
  [at('history-begun', 'history:run-begun', 'before', 1)],
  around('lease', 's3:PUT lease', 2),
  around('image', 'wave', 1),
  [
    at('work-files-none', 's3:PUT .command.sh', 'before', tasks),
    at('work-files-some', 's3:PUT .command.sh', 'after', tasks),
    at('work-files-all-but-last', 's3:PUT .command.run', 'before', tasks),
    at('work-files-all', 's3:PUT .command.run', 'after', tasks),
  ],
  around('definition-look', 'ecs:DescribeTaskDefinition', 1),
  around('definition', 'ecs:RegisterTaskDefinition', 1),
  around('run-task', 'ecs:RunTask', tasks),
  around('recorded-n', 's3:PUT .command.awsecs', 1).map((point) => ({ ...point, crowded: true as const })),
  [
    at('submitted-untold', 'history:submitted', 'before', 2),
    at('submitted-torn', 'history:submitted', 'torn', 2),
    at('submitted-told', 'history:submitted', 'after', 2),
  ],
  around('poll', 'ecs:DescribeTasks', 3),
  around('output', 's3:GET .command.out', tasks - 1),
  [
    at('ended-untold', 'history:ended', 'before', 2),
    at('ended-torn', 'history:ended', 'torn', 2),
    at('ended-told', 'history:ended', 'after', 2),
  ],
  [
    at('run-ended-untold', 'history:run-ended', 'before', 1),
    at('run-ended-torn', 'history:run-ended', 'torn', 1),
  ],
  around('lease-left', 's3:DELETE lease', 1),
  resumed(around('walk', 's3:HEAD .command.run', tasks)),
  resumed(around('walk-exit-code', 's3:GET .exitcode', 2)),
  resumed(around('walk-output', 's3:HEAD .command.out', 2)),
  resumed(around('adoption-list', 'ecs:ListTasks', 1)),
  resumed(around('adoption-tags', 'ecs:DescribeTasks with tags', 1)),
  resumed(around('adoption-n', 's3:GET .command.awsecs', 1)),
  around('stop', 'ecs:StopTask', 2).map((point) => ({ ...point, of: 'interrupted' as const })),
].flat();

/** @throws Error where there is no such point. */
export function killPoint(name: string): KillPoint {
  const found = killPoints.find((point) => point.name === name);
  if (found !== undefined) return found;
  throw new Error(
    `There is no kill point ${name}. There are: ${killPoints.map((point) => point.name).join(', ')}`,
  );
}

function at(name: string, crossing: string, moment: Moment, passings: number): KillPoint {
  return { name, crossing, moment, passings };
}

function around(name: string, crossing: string, passings: number): KillPoint[] {
  return [
    at(`${name}-unsent`, crossing, 'before', passings),
    at(`${name}-unanswered`, crossing, 'after', passings),
  ];
}

function resumed(points: readonly KillPoint[]): KillPoint[] {
  return points.map((point) => ({ ...point, of: 'resumed' }));
}
