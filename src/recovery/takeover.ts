import { inject, injectable } from 'tsyringe';
import type { TaskRun } from '../../spi/index.js';
import type { EcsTask } from '../aws/ecs-api.js';
import { Session } from '../di/tokens.js';
import { readCpus } from '../request/cpus.js';
import { readMemory } from '../request/memory.js';
import type { Reading } from '../request/reading.js';
import type { TaskResources } from '../request/resources.js';
import { unlessKilled } from '../submit/killed.js';
import { MisfitStopper } from '../submit/misfit-stopper.js';
import { SubmissionRecords } from '../workdir/submission-records.js';
import { SessionTasks } from './session-tasks.js';
import { sortOut, type Sorted } from './sort-out.js';

/** What an engine before this one has left of an attempt. */
export type Inheritance =
  | { readonly kind: 'runs'; readonly task: EcsTask }
  /** Nothing that runs: the submit goes on with its try `n`, whose token finds what has ended within the hour. */
  | { readonly kind: 'try'; readonly n: number };

/** Takes over the tasks that an engine before this one had submitted for attempts of this session. */
@injectable()
export class Takeover {
  constructor(
    @inject(SessionTasks) private readonly tasks: SessionTasks,
    @inject(SubmissionRecords) private readonly records: SubmissionRecords,
    @inject(MisfitStopper) private readonly misfits: MisfitStopper,
    @inject(Session) private readonly session: Session,
  ) {}

  /**
   * Looks for the task of an attempt and stops what a try before it had left.
   * @throws SubmitError: SUBMIT_UNCERTAIN where ECS cannot be asked, STOP_FAILED where a misfit was not stopped;
   * AwsServiceError where the work dir cannot be read.
   * @param killed aborted when the task is no longer wanted: then nobody waits for a note. What runs is told all the same.
   */
  async of(task: TaskRun, clusterArn: string, killed: AbortSignal): Promise<Inheritance> {
    const [live, recorded] = await Promise.all([this.tasks.of(task, clusterArn), this.records.last(task)]);
    const sorted = sortOut(live, recorded, askedOf(task));
    try {
      // Noted first: whoever finds the misfit stopped, and no engine, must not take its end for the attempt's.
      if (sorted.n > recorded) await this.note(task, sorted.n, killed);
    } finally {
      // Also where nothing can be noted: it must not go on.
      for (const { arn } of sorted.misfits) await this.misfits.stop(task, clusterArn, arn);
    }
    return this.told(task, sorted);
  }

  /** A storage that is away for hours must not hold up the stop of what nobody wants any more. */
  private async note(task: TaskRun, n: number, killed: AbortSignal): Promise<void> {
    try {
      await unlessKilled(this.records.note(task, n), killed);
    } catch (error) {
      if (!killed.aborted) throw error;
    }
  }

  private told({ name }: TaskRun, { own, n }: Sorted): Inheritance {
    if (own === undefined) return { kind: 'try', n };
    this.session.logger.debug(`Task ${name} is on ECS as ${own.arn}: it is taken over.`);
    return { kind: 'runs', task: own };
  }
}

/** As the overrides would say it; undefined where the directives ask for what there is not, which planning tells. */
function askedOf({ directives }: TaskRun): TaskResources | undefined {
  const [cpu, memory] = [valueOf(readCpus(directives.cpus)), valueOf(readMemory(directives.memory))];
  return cpu === undefined || memory === undefined ? undefined : { cpu, memory };
}

function valueOf(reading: Reading<number>): string | undefined {
  return reading.ok ? String(reading.value) : undefined;
}
