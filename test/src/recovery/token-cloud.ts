import type { EcsApi, EcsTask, RunTaskAnswer, RunTaskInput, TaggedTask } from '../../../src/aws/ecs-api.js';
import { ecsTask } from '../aws-builders.js';
import { stubEcsApi } from '../stub-ports.js';

const HOUR = 3_600_000;
/** One for all clouds, since sinon keeps every stub. */
const rest = stubEcsApi();

interface Kept {
  readonly task: TaggedTask;
  readonly startedBy: string;
  readonly bytes: string;
  readonly token: string;
  readonly createdAt: number;
  stoppedAt?: number;
}

/** RunTask's tokens as ECS keeps them (ECS_Idempotency), and what can be listed and looked at. */
export class TokenCloud {
  readonly kept: Kept[] = [];
  /** Whether tasks get the resources of their definition, whatever was asked for. */
  ignoresOverrides = false;
  /** Epoch milliseconds. */
  now = 0;

  live(): Kept[] {
    return this.kept.filter(({ stoppedAt }) => stoppedAt === undefined);
  }

  /** Every task that runs comes to its end. */
  endAll(): void {
    for (const task of this.live()) task.stoppedAt = this.now;
  }

  /** The calls of one engine; `step` is told of each, before it takes effect and behind it. */
  api(step: () => Promise<void>): EcsApi {
    const called = async <T>(act: () => T): Promise<T> => {
      await step();
      const answer = act();
      await step();
      return answer;
    };
    return {
      ...rest,
      runTask: (input) => called(() => this.runTask(input)),
      stopTask: (_cluster, arn) => called(() => this.stop(arn)),
      listTasks: (_cluster, filter) => called(() => ({ arns: this.list(filter) })),
      taggedTasks: (_cluster, arns) => called(() => this.look(arns)),
    };
  }

  private runTask(input: RunTaskInput): RunTaskAnswer {
    const { clientToken: token = '', startedBy = '' } = input;
    const bytes = JSON.stringify(input);
    const known = this.kept.find((kept) => kept.token === token && this.remembers(kept));
    if (known === undefined) return { tasks: [this.begin({ token, startedBy, bytes }, input)], failures: [] };
    if (known.bytes !== bytes) return { tasks: [], failures: [], holders: [known.task.arn] };
    const { arn } = known.task;
    const stopped: EcsTask = { arn, lastStatus: 'STOPPED', containers: [] };
    return { tasks: [known.stoppedAt === undefined ? known.task : stopped], failures: [] };
  }

  private begin(how: Pick<Kept, 'token' | 'startedBy' | 'bytes'>, input: RunTaskInput): TaggedTask {
    const { cpu, memory } = (this.ignoresOverrides ? undefined : input.overrides) ?? {};
    const tags = Object.fromEntries((input.tags ?? []).map(({ key = '', value = '' }) => [key, value]));
    const size = { cpu: cpu ?? '256', memory: memory ?? '512' };
    const arn = `arn:${this.kept.length + 1}`;
    const task = { ...ecsTask({ arn, lastStatus: 'PROVISIONING', ...size }), tags };
    this.kept.push({ ...how, task, createdAt: this.now });
    return task;
  }

  /** For 24 hours, or one beyond the end of its task. */
  private remembers({ createdAt, stoppedAt }: Kept): boolean {
    const until = Math.min(createdAt + 24 * HOUR, stoppedAt === undefined ? Infinity : stoppedAt + HOUR);
    return this.now < until;
  }

  private stop(arn: string): void {
    const found = this.kept.find(({ task }) => task.arn === arn);
    if (found !== undefined) found.stoppedAt ??= this.now;
  }

  private list(filter: object): string[] {
    const owner = 'startedBy' in filter ? filter.startedBy : undefined;
    return this.live()
      .filter(({ startedBy }) => startedBy === owner)
      .map(({ task }) => task.arn);
  }

  private look(arns: readonly string[]): TaggedTask[] {
    return this.kept
      .filter(({ task, stoppedAt }) => arns.includes(task.arn) && this.now < (stoppedAt ?? Infinity) + HOUR)
      .map(({ task, stoppedAt }) => (stoppedAt === undefined ? task : { ...task, lastStatus: 'STOPPED' }));
  }
}
