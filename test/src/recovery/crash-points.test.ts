import { expect } from 'chai';
import * as fc from 'fast-check';
import type { TaskRun } from '../../../spi/index.js';
import type { WorkDirApi } from '../../../src/aws/work-dir-api.js';
import type { RequestPlanner } from '../../../src/request/request-planner.js';
import { FreshStart } from '../../../src/recovery/fresh-start.js';
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
  /** Before which engine, from 1, somebody removes the work dir; 0, or beyond the last: nobody does. */
  readonly removedBefore: number;
}

const stories: fc.Arbitrary<Story> = fc.record({
  ignoresOverrides: fc.boolean(),
  crashes: fc.array(fc.nat(11), { minLength: 1, maxLength: 4 }),
  pause: fc.constantFrom(0, 0.5, 23, 25),
  ends: fc.boolean(),
  sameWords: fc.boolean(),
  removedBefore: fc.nat(5),
});

/** One engine after the other on one cloud and one work dir. */
class Saga {
  readonly cloud = new TokenCloud();
  private readonly files = new Map<string, string>();
  private engines = 0;
  private removed = false;

  /** Whether a try was noted since the work dir was there. */
  get noted(): boolean {
    return this.files.size > 0;
  }

  /** Somebody removes the work dir: the next engine finds nothing of the attempt. */
  remove(): void {
    this.files.clear();
    this.removed = true;
  }

  /** Runs an engine until its submit is over, or until it dies at this step. */
  async engine(crashAt: number, sameWords: boolean): Promise<RoutedTask | undefined> {
    this.engines += 1;
    let steps = 0;
    const step = (): Promise<void> =>
      steps++ >= crashAt ? new Promise<void>(() => undefined) : Promise.resolve();
    const session = {
      ...fakeSession({ random: () => (this.engines * 0.37) % 1 }),
      runName: sameWords ? 'run' : `run_${this.engines}`,
    };
    const ports = { ecs: this.cloud.api(step), workDir: this.workDir(step), session };
    const calls = callRepeater(session);
    const task = taskRun(this.kindOfAttempt());
    const sessionTasks = new SessionTasks(ports.ecs, calls, session);
    const records = new SubmissionRecords(ports.workDir, calls);
    const misfits = new MisfitStopper(new TaskStopper(ports.ecs, calls));
    const launcher = new TaskLauncher(
      { plan: () => Promise.resolve(taskPlan({ task })) } as unknown as RequestPlanner,
      submitterOver({ ...ports, config: awsEcsConfig() }),
      taskWatchOver(session).instances,
      new Takeover(sessionTasks, records, misfits, session),
      new FreshStart(sessionTasks, records, misfits, session),
    );
    const launched = watch(launcher.launch(task, clusterFacts(), new AbortController().signal, roomWait()));
    await settle();
    expect(launched.error).to.equal(undefined);
    return launched.value;
  }

  private kindOfAttempt(): Partial<TaskRun> {
    if (this.engines === 1) return {};
    if (!this.removed) return { resumes: true };
    this.removed = false;
    return { anew: true };
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

/** How a story ends. */
interface End {
  /** What the last engine, which nothing befalls, has. */
  readonly last: RoutedTask | undefined;
  /** ARNs of what had been submitted when the work dir was removed. */
  readonly over: readonly string[];
  /** Whether the engine that came then lived long enough to note its try. */
  readonly noted: boolean;
}

async function told(saga: Saga, story: Story): Promise<End> {
  const { cloud } = saga;
  cloud.ignoresOverrides = story.ignoresOverrides;
  let over: readonly string[] = [];
  let noted = false;
  let last: RoutedTask | undefined;
  for (const [index, crashAt] of [...story.crashes, NEVER].entries()) {
    const removed = index > 0 && index === story.removedBefore;
    if (removed) {
      over = cloud.kept.map(({ task }) => task.arn);
      saga.remove();
    }
    last = await saga.engine(crashAt, story.sameWords);
    // Who has a task without a note has sent before it noted.
    if (removed) noted = saga.noted || last !== undefined;
    if (crashAt === NEVER) break;
    cloud.now += (story.pause * HOUR) / 2;
    if (story.ends) cloud.endAll();
    cloud.now += (story.pause * HOUR) / 2;
  }
  return { last, over, noted };
}

describe('an attempt whose engines die one after the other', () => {
  it('is one task at most, which the last of them has', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const saga = new Saga();
        const { last } = await told(saga, story);
        const live = saga.cloud.live().map(({ task }) => task.arn);
        expect(live).to.have.length.at.most(1);
        expect(last, 'the last engine has a task').not.to.equal(undefined);
        if (live.length > 0) expect(live).to.deep.equal([last?.arn]);
        else expect(last?.adopted, 'what has ended is seen').to.equal(true);
        const [running] = saga.cloud.live();
        if (story.ignoresOverrides && running !== undefined)
          expect(running.task.tags['nextflow.io/n'], 'it is no misfit').not.to.equal('0');
      }),
      { numRuns: 200 },
    );
  });

  it('is no task of a work dir that was removed, once its first engine since had noted its try', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const { last, over, noted } = await told(new Saga(), story);
        if (noted) expect(over).not.to.include(last?.arn);
      }),
      { numRuns: 200 },
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
