import type { AwsEcsConfig } from '../../src/config/awsecs-config.js';
import { CapacityBook } from '../../src/placement/capacity-book.js';
import { InstanceWait } from '../../src/watch/instance-wait.js';
import { OldAge } from '../../src/watch/old-age.js';
import { StartWait } from '../../src/watch/start-wait.js';
import { TaskWatch } from '../../src/watch/task-watch.js';
import { WaitNotices } from '../../src/watch/wait-notices.js';
import { fakeSession, type FakeSession } from '../support/fake-session.js';
import { awsEcsConfig } from './aws-builders.js';

/** The watchdogs of a session, all real. */
export interface WatchRig {
  readonly session: FakeSession;
  readonly capacity: CapacityBook;
  readonly notices: WaitNotices;
  readonly instances: InstanceWait;
  readonly starts: StartWait;
  readonly watch: TaskWatch;
}

export function taskWatchOver(
  session: FakeSession = fakeSession(),
  changes: Partial<AwsEcsConfig> = {},
): WatchRig {
  const { clock, logger } = session;
  const config = awsEcsConfig(changes);
  const capacity = new CapacityBook(clock);
  const notices = new WaitNotices(logger);
  const instances = new InstanceWait(config, capacity, notices, clock);
  const starts = new StartWait(config, notices, clock);
  const watch = new TaskWatch(instances, starts, new OldAge(logger, clock), notices, clock);
  return { session, capacity, notices, instances, starts, watch };
}
