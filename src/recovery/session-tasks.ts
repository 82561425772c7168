import { inject, injectable } from 'tsyringe';
import { SubmitError, type TaskRun } from '../../spi/index.js';
import { CallRepeater } from '../aws/call-repeater.js';
import { EcsApi, type TaggedTask, type TaskPage } from '../aws/ecs-api.js';
import { AwsServiceError, isUnanswered, whyUnanswered, type UnansweredCall } from '../aws/service-error.js';
import { Session } from '../di/tokens.js';
import { startedBy } from '../request/run-task.js';
import { markOf, workDirMark } from './task-identity.js';

type ByWorkDir = ReadonlyMap<string, readonly TaggedTask[]>;

/**
 * The tasks of this session that ECS runs already, because an engine before this one submitted them. All are listed
 * together, once, when the first is looked for: two calls for every hundred, however many are taken over.
 */
@injectable()
export class SessionTasks {
  private listing: Promise<ByWorkDir> | undefined;

  constructor(
    @inject(EcsApi) private readonly ecs: EcsApi,
    @inject(CallRepeater) private readonly calls: CallRepeater,
    @inject(Session) private readonly session: Session,
  ) {}

  /**
   * Those that were submitted for the work dir of an attempt and had not ended when they were listed.
   * @throws SubmitError (SUBMIT_UNCERTAIN) where ECS cannot be asked; it is asked again for the next attempt.
   */
  async of(task: TaskRun, clusterArn: string): Promise<readonly TaggedTask[]> {
    const listing = (this.listing ??= this.list(clusterArn));
    try {
      return (await listing).get(workDirMark(task, this.session)) ?? [];
    } catch (error) {
      if (this.listing === listing) this.listing = undefined;
      throw isUnanswered(error) ? unseen(task, clusterArn, this.startedBy, error) : error;
    }
  }

  /**
   * Whether one of these tasks is listed by now among those of this session that should run.
   * @throws AwsServiceError where ECS cannot be asked, ShutdownError where the session ends first.
   */
  async lists(clusterArn: string, arns: readonly string[]): Promise<boolean> {
    for await (const page of this.pages(clusterArn)) if (page.some((arn) => arns.includes(arn))) return true;
    return false;
  }

  private get startedBy(): string {
    return startedBy(this.session.id);
  }

  private async list(clusterArn: string): Promise<ByWorkDir> {
    const found = new Map<string, TaggedTask[]>();
    try {
      for await (const task of this.walk(clusterArn)) {
        const mark = markOf(task.tags);
        if (mark !== undefined) found.set(mark, [...(found.get(mark) ?? []), task]);
      }
    } catch (error) {
      if (!isForbidden(error)) throw error;
      this.goByTokens(error);
    }
    return found;
  }

  private async *walk(clusterArn: string): AsyncGenerator<TaggedTask> {
    for await (const arns of this.pages(clusterArn)) {
      if (arns.length > 0) yield* await this.patiently(() => this.ecs.taggedTasks(clusterArn, arns));
    }
  }

  /** Where `startedBy` is the filter it is the only one: what it finds is what should run (ListTasks, API reference). */
  private async *pages(clusterArn: string): AsyncGenerator<readonly string[]> {
    const filter = { startedBy: this.startedBy };
    let page: TaskPage = { arns: [] };
    do {
      const from = page.next;
      page = await this.patiently(() => this.ecs.listTasks(clusterArn, filter, from));
      yield page.arns;
    } while (page.next !== undefined);
  }

  private patiently<T>(action: () => Promise<T>): Promise<T> {
    return this.calls.repeat('looking for tasks that run already', action);
  }

  private goByTokens({ operation, awsMessage }: AwsServiceError): void {
    this.session.logger.warn(
      `Tasks of this session that ECS runs already cannot be listed: ${operation} is not allowed (${awsMessage}). They are ` +
        'found by their client tokens, which ECS keeps for 24 hours: what runs for longer would be submitted twice. Allow ' +
        `${operation} on the cluster.`,
    );
  }
}

/** No permission: that will not pass, unlike credentials that have expired and are being renewed. */
function isForbidden(error: unknown): error is AwsServiceError {
  return error instanceof AwsServiceError && error.awsCode === 'AccessDeniedException';
}

function unseen({ name }: TaskRun, cluster: string, owner: string, cause: UnansweredCall): SubmitError {
  return new SubmitError(
    `Task ${name} may run on ECS unseen: an engine before this one may have submitted it, and what it started cannot be ` +
      `listed (${whyUnanswered(cause)}). Resume the session when ECS can be asked again, or stop what is not wanted: ` +
      `aws ecs list-tasks --cluster ${cluster} --started-by ${owner}`,
    { code: 'SUBMIT_UNCERTAIN', uncertain: true, cause },
  );
}
