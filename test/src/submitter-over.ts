import type { Session } from '../../spi/index.js';
import type { EcsApi } from '../../src/aws/ecs-api.js';
import type { WorkDirApi } from '../../src/aws/work-dir-api.js';
import type { AwsEcsConfig } from '../../src/config/awsecs-config.js';
import { DefinitionStore } from '../../src/definitions/definition-store.js';
import { CapacityBook } from '../../src/placement/capacity-book.js';
import { Adoption } from '../../src/recovery/adoption.js';
import { SessionTasks } from '../../src/recovery/session-tasks.js';
import { Adaptations } from '../../src/submit/adaptations.js';
import { RoomQueue } from '../../src/submit/room-queue.js';
import { SubmitAttempt } from '../../src/submit/submit-attempt.js';
import { SubmitCalls } from '../../src/submit/submit-calls.js';
import { SubmitRequests } from '../../src/submit/submit-requests.js';
import { Submitter } from '../../src/submit/submitter.js';
import { MisfitStopper } from '../../src/submit/misfit-stopper.js';
import { NextTry } from '../../src/submit/next-try.js';
import { TaskStopper } from '../../src/submit/task-stopper.js';
import { SubmissionRecords } from '../../src/workdir/submission-records.js';
import { callRepeater } from './aws-builders.js';

/** What a submitter is made over. */
export interface SubmitPorts {
  readonly ecs: EcsApi;
  readonly workDir: WorkDirApi;
  readonly config: AwsEcsConfig;
  readonly session: Session;
  readonly capacity?: CapacityBook;
}

/** A submitter as `compose` makes it, over these ports. */
export function submitterOver({ ecs, workDir, config, session, capacity }: SubmitPorts): Submitter {
  const { clock, logger } = session;
  const calls = callRepeater(session);
  const adaptations = new Adaptations(config, logger);
  return new Submitter(
    new SubmitAttempt(
      new SubmitRequests(adaptations, config, session),
      new DefinitionStore(ecs, calls, logger),
      new SubmitCalls(ecs, calls, clock),
      new Adoption(ecs, calls, new SessionTasks(ecs, calls, session), session),
    ),
    new RoomQueue(session),
    adaptations,
    capacity ?? new CapacityBook(clock),
    new NextTry(new SubmissionRecords(workDir, calls), new MisfitStopper(new TaskStopper(ecs, calls))),
  );
}
