import type { TaskRun } from '../../../spi/index.js';
import type { TaggedTask } from '../../../src/aws/ecs-api.js';
import { FreshStart } from '../../../src/recovery/fresh-start.js';
import { SessionTasks } from '../../../src/recovery/session-tasks.js';
import { Takeover } from '../../../src/recovery/takeover.js';
import { MisfitStopper } from '../../../src/submit/misfit-stopper.js';
import { TaskStopper } from '../../../src/submit/task-stopper.js';
import { SubmissionRecords } from '../../../src/workdir/submission-records.js';
import { fakeSession } from '../../support/fake-session.js';
import { callRepeater, ecsTask } from '../aws-builders.js';
import { stubEcsApi, stubWorkDirApi } from '../stub-ports.js';

/** What takes tasks over, on stubs of AWS. */
export class RecoveryRig {
  /** What a draw comes to, from 0 to 1. */
  chance = 0.5;
  readonly session = fakeSession({ random: () => this.chance });
  readonly ecs = stubEcsApi();
  readonly workDir;
  readonly tasks: SessionTasks;
  readonly takeover: Takeover;
  readonly freshStart: FreshStart;

  /** @param files of the work dirs, by URI. */
  constructor(files: Record<string, string> = {}) {
    const { ecs, session } = this;
    const calls = callRepeater(session);
    this.workDir = stubWorkDirApi(files);
    this.tasks = new SessionTasks(ecs, calls, session);
    const records = new SubmissionRecords(this.workDir, calls);
    const misfits = new MisfitStopper(new TaskStopper(ecs, calls));
    this.takeover = new Takeover(this.tasks, records, misfits, session);
    this.freshStart = new FreshStart(this.tasks, records, misfits, session);
  }

  /** ECS lists these, all on one page. */
  runs(...tasks: readonly TaggedTask[]): void {
    this.ecs.listTasks.resolves({ arns: tasks.map(({ arn }) => arn) });
    this.ecs.taggedTasks.resolves(tasks);
  }
}

/** A task on ECS as try `n` of an attempt. */
export function submitted(task: TaskRun, n: number, changes: Partial<TaggedTask> = {}): TaggedTask {
  const tags = { 'nextflow.io/workDir': task.workDir, 'nextflow.io/n': String(n) };
  return { ...ecsTask({ arn: `arn:${task.id}:${n}`, cpu: '1024', memory: '2048' }), tags, ...changes };
}
