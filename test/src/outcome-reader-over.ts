import type { AwsEcsConfig } from '../../src/config/awsecs-config.js';
import { LogTails } from '../../src/logs/log-tails.js';
import { TaskPlaces } from '../../src/logs/task-places.js';
import { OutcomeReader } from '../../src/outcome/outcome-reader.js';
import { CapacityBook } from '../../src/placement/capacity-book.js';
import { sessionEnd } from '../../src/di/session-end.js';
import { ExitFiles } from '../../src/workdir/exit-files.js';
import { fakeSession, type FakeSession } from '../support/fake-session.js';
import { awsEcsConfig } from './aws-builders.js';
import { stubLogsApi, stubWorkDirApi } from './stub-ports.js';

/** A reader of outcomes over stubbed ports; whatever is not given has nothing to tell. */
export class OutcomeReaderRig {
  readonly session: FakeSession;
  readonly workDir: ReturnType<typeof stubWorkDirApi>;
  readonly logs = stubLogsApi();
  /** Where the session runs; on a local cloud unless a test says otherwise. */
  readonly ground = { isLocal: true };
  readonly capacity: CapacityBook;
  readonly reader: OutcomeReader;

  constructor({
    session = fakeSession(),
    workDir = stubWorkDirApi(),
    config = {},
  }: {
    readonly session?: FakeSession;
    readonly workDir?: ReturnType<typeof stubWorkDirApi>;
    readonly config?: Partial<AwsEcsConfig>;
  } = {}) {
    this.session = session;
    this.workDir = workDir;
    this.capacity = new CapacityBook(session.clock);
    const settings = awsEcsConfig(config);
    this.reader = new OutcomeReader(
      new ExitFiles(workDir, session.logger),
      settings,
      this.capacity,
      new LogTails(this.logs, settings, session, sessionEnd()),
      new TaskPlaces(settings, this.ground),
    );
  }
}
