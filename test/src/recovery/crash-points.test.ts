import { expect } from 'chai';
import * as fc from 'fast-check';
import type { WorkDirApi } from '../../../src/aws/work-dir-api.js';
import type { RequestPlanner } from '../../../src/request/request-planner.js';
import { SessionTasks } from '../../../src/recovery/session-tasks.js';
import { Takeover } from '../../../src/recovery/takeover.js';
import { MisfitStopper } from '../../../src/submit/misfit-stopper.js';
import type { RoutedTask } from '../../../src/submit/routed-task.js';
import { TaskLauncher } from '../../../src/submit/task-launcher.js';
import { TaskStopper } from '../../../src/submit/task-stopper.js';
import { SubmissionRecords } from '../../../src/workdir/submission-records.js';
import { settle } from '../../support/fake-clock.js';
import { fakeSession } from '../../support/fake-session.js';
import { taskRun } from '../../support/task-run-builder.js';
import { awsEcsConfig, callRepeater, clusterFacts, taskPlan } from '../aws-builders.js';
import { roomWait } from '../room-wait.js';
import { watch } from '../settle-with.js';
import { submitterOver } from '../submitter-over.js';
import { taskWatchOver } from '../task-watch-over.js';
import { TokenCloud } from './token-cloud.js';

const HOUR = 3_600_000;
/** More steps than any submit takes: an engine that is not cut off. */
const NEVER = 99;

/** What befalls one attempt. */
interface Story {
  readonly ignoresOverrides: boolean;
  /** The step at which each engine dies: before or behind a call's effect. */
  readonly crashes: readonly number[];
  /** Hours between two engines. */
  readonly pause: number;
  /** Whether the task has come to its end when the next engine begins. */
  readonly ends: boolean;
  /** Whether each engine asks in the same words as the one before. */
  readonly sameWords: boolean;
}

const stories: fc.Arbitrary<Story> = fc.record({
  ignoresOverrides: fc.boolean(),
  crashes: fc.array(fc.nat(11), { minLength: 1, maxLength: 4 }),
  pause: fc.constantFrom(0, 0.5, 23, 25),
  ends: fc.boolean(),
  sameWords: fc.boolean(),
});

/** One engine after the other on one cloud and one work dir. */
class Saga {
  readonly cloud = new TokenCloud();
  private readonly files = new Map<string, string>();
  private engines = 0;

  /** Runs an engine until its submit is over, or until it dies at this step. */
  async engine(crashAt: number, sameWords: boolean): Promise<RoutedTask | undefined> {
    this.engines += 1;
    let steps = 0;
    const step = (): Promise<void> =>
      steps++ >= crashAt ? new Promise<void>(() => undefined) : Promise.resolve();
    const session = { ...fakeSession(), runName: sameWords ? 'run' : `run_${this.engines}` };
    const ports = { ecs: this.cloud.api(step), workDir: this.workDir(step), session };
    const calls = callRepeater(session);
    const task = taskRun(this.engines > 1 ? { resumes: true } : {});
    const launcher = new TaskLauncher(
      { plan: () => Promise.resolve(taskPlan({ task })) } as unknown as RequestPlanner,
      submitterOver({ ...ports, config: awsEcsConfig() }),
      taskWatchOver(session).instances,
      new Takeover(
        new SessionTasks(ports.ecs, calls, session),
        new SubmissionRecords(ports.workDir, calls),
        new MisfitStopper(new TaskStopper(ports.ecs, calls)),
        session,
      ),
    );
    const launched = watch(launcher.launch(task, clusterFacts(), new AbortController().signal, roomWait()));
    await settle();
    expect(launched.error).to.equal(undefined);
    return launched.value;
  }

  private workDir(step: () => Promise<void>): WorkDirApi {
    return {
      readText: async (uri) => {
        await step();
        return this.files.get(uri);
      },
      writeText: async (uri, text) => {
        await step();
        this.files.set(uri, text);
        await step();
      },
    };
  }
}

describe('an attempt whose engines die one after the other', () => {
  it('is one task at most, which the last of them has', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async ({ ignoresOverrides, crashes, pause, ends, sameWords }) => {
        const saga = new Saga();
        saga.cloud.ignoresOverrides = ignoresOverrides;
        for (const crashAt of crashes) {
          await saga.engine(crashAt, sameWords);
          saga.cloud.now += (pause * HOUR) / 2;
          if (ends) saga.cloud.endAll();
          saga.cloud.now += (pause * HOUR) / 2;
        }
        const last = await saga.engine(NEVER, sameWords);
        const live = saga.cloud.live().map(({ task }) => task.arn);
        expect(live).to.have.length.at.most(1);
        expect(last, 'the last engine has a task').not.to.equal(undefined);
        if (live.length > 0) expect(live).to.deep.equal([last?.arn]);
        else expect(last?.adopted, 'what has ended is seen').to.equal(true);
        if (live.length > 0 && ignoresOverrides)
          expect(saga.cloud.live()[0]?.task.tags['nextflow.io/n']).not.to.equal('0');
      }),
      { numRuns: 150 },
    );
  });

  it('goes on as the same task at every step at which its engine can die', async () => {
    for (let crashAt = 0; crashAt < 12; crashAt++) {
      const saga = new Saga();
      await saga.engine(crashAt, false);
      const begun = saga.cloud.kept.length;
      await saga.engine(NEVER, false);
      expect(saga.cloud.kept.length, `died at step ${crashAt}`).to.equal(Math.max(1, begun));
    }
  });
});
