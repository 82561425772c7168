import {
  DeregisterTaskDefinitionCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  type ContainerDefinition,
  type ECSClient,
  type RegisterTaskDefinitionCommandInput,
  type RunTaskCommandInput,
  type Task,
} from '@aws-sdk/client-ecs';
import { redact, type Clock } from '../../spi/index.js';
import { Pause } from './pause.js';

/** What the questions are asked with. */
export interface GroundOptions {
  readonly ecs: ECSClient;
  /** Tells this smoke test's tasks and definitions from all others: small letters and digits. */
  readonly id: string;
  readonly cluster: string;
  readonly executionRole: string;
  /** A small image with a shell. */
  readonly image: string;
  readonly provider: string;
  /** With it tasks can have a network of their own. */
  readonly network?: { readonly subnets: readonly string[]; readonly securityGroups: readonly string[] };
  readonly clock: Clock;
  /** Milliseconds between two looks at a task. */
  readonly interval: number;
  /** Aborted when nothing more is to be asked. */
  readonly signal: AbortSignal;
}

/** What became of a call that may be refused. */
export type Attempt<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: string };

type TaskDefinitionParts = Partial<Omit<RegisterTaskDefinitionCommandInput, 'containerDefinitions'>> & {
  readonly container?: Partial<ContainerDefinition>;
};

/** What a RunTask is sent with beside what every one of this test has. */
export type RunParts = Omit<RunTaskCommandInput, 'taskDefinition'>;

/** Starts and stops what a question needs. Everything it starts it knows, and `sweep` ends. */
export class SmokeGround {
  private readonly definitions = new Set<string>();
  private readonly tasks = new Set<string>();
  private readonly pause: Pause;

  constructor(readonly options: GroundOptions) {
    this.pause = new Pause(options.clock, options.signal);
  }

  /** Found in ListTasks, also where an answer was lost. */
  get startedBy(): string {
    return `nf-smoke-${this.options.id}`;
  }

  /** Registers a definition that runs one command in a shell; answers the ARN of its revision. */
  async define(name: string, command: string, parts: TaskDefinitionParts = {}): Promise<string> {
    this.options.signal.throwIfAborted();
    const { container, ...task } = parts;
    const answer = await this.options.ecs.send(
      new RegisterTaskDefinitionCommand({
        family: `${this.startedBy}-${name}`,
        requiresCompatibilities: ['MANAGED_INSTANCES'],
        networkMode: 'host',
        cpu: '256',
        memory: '512',
        executionRoleArn: this.options.executionRole,
        ...task,
        containerDefinitions: [
          {
            name: 'main',
            image: this.options.image,
            essential: true,
            entryPoint: ['sh', '-c'],
            command: [command],
            ...container,
          },
        ],
      }),
    );
    const arn = answer.taskDefinition?.taskDefinitionArn ?? '';
    this.definitions.add(arn);
    return arn;
  }

  /** Starts one task. @throws where ECS starts none: with its failure's reason. */
  async run(definition: string, parts: RunParts = {}): Promise<Task> {
    this.options.signal.throwIfAborted();
    const { ecs, cluster, provider } = this.options;
    const answer = await ecs.send(
      new RunTaskCommand({
        cluster,
        taskDefinition: definition,
        count: 1,
        startedBy: this.startedBy,
        capacityProviderStrategy: [{ capacityProvider: provider, weight: 1 }],
        ...parts,
      }),
    );
    for (const { taskArn } of answer.tasks ?? []) if (taskArn !== undefined) this.tasks.add(taskArn);
    const [task] = answer.tasks ?? [];
    if (task !== undefined) return task;
    const [failure] = answer.failures ?? [];
    throw new Error(
      `RunTask started nothing: ${failure?.reason ?? 'without a reason'} ${failure?.detail ?? ''}`,
    );
  }

  /** Looks at a task until it is as wanted, or for so many milliseconds; answers how it was last seen. */
  async watch(task: Task, wanted: (seen: Task) => boolean, withinMs: number): Promise<Task> {
    const { ecs, cluster, clock, interval } = this.options;
    const end = clock.now() + withinMs;
    let seen = task;
    while (!wanted(seen) && clock.now() < end) {
      await this.pause.for(interval);
      const answer = await ecs.send(
        new DescribeTasksCommand({ cluster, tasks: [task.taskArn ?? ''], include: ['TAGS'] }),
      );
      // MISSING at first: ECS is consistent only after a while.
      seen = answer.tasks?.[0] ?? seen;
    }
    return seen;
  }

  /** Until the task has ended. */
  watchToEnd(task: Task, withinMs: number): Promise<Task> {
    return this.watch(task, ({ lastStatus }) => lastStatus === 'STOPPED', withinMs);
  }

  async stop(task: Task): Promise<void> {
    const { ecs, cluster } = this.options;
    await ecs.send(new StopTaskCommand({ cluster, task: task.taskArn, reason: 'nf-awsecs smoke test' }));
  }

  /**
   * Stops every task that runs for all this test knows. Never throws.
   * @returns as `sweep`.
   */
  async stopAll(): Promise<readonly string[]> {
    const { ecs, cluster } = this.options;
    const left: string[] = [];
    for (const task of this.tasks) {
      const stopped = await attempt(() =>
        ecs.send(new StopTaskCommand({ cluster, task, reason: 'nf-awsecs smoke test' })),
      );
      if (stopped.ok || isGone(stopped.refusal)) this.tasks.delete(task);
      else left.push(`${stopped.refusal}. Stop it: aws ecs stop-task --cluster ${cluster} --task ${task}`);
    }
    return left;
  }

  /**
   * Stops every task that this test started and deregisters its definitions, whatever happened before. Never throws.
   * @returns what could not be ended, each a sentence with the command that ends it.
   */
  async sweep(): Promise<readonly string[]> {
    const { ecs, cluster } = this.options;
    const listed = await attempt(() =>
      ecs.send(new ListTasksCommand({ cluster, startedBy: this.startedBy })),
    );
    if (listed.ok) for (const arn of listed.value.taskArns ?? []) this.tasks.add(arn);
    const left = [...(await this.stopAll())];
    for (const taskDefinition of this.definitions) {
      const gone = await attempt(() => ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition })));
      if (!gone.ok)
        left.push(`${gone.refusal}. aws ecs deregister-task-definition --task-definition ${taskDefinition}`);
    }
    return left;
  }
}

/** ECS forgets a stopped task after an hour. */
function isGone(refusal: string): boolean {
  return /not found/i.test(refusal);
}

/** What a call comes to: a refusal is often the answer. */
export async function attempt<T>(call: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await call() };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    return { ok: false, refusal: redact(`${name}: ${message}`) };
  }
}
