import { expect } from 'chai';
import sinon from 'sinon';
import { ShutdownError } from '../../spi/index.js';
import type { OutcomeReader } from '../../src/outcome/outcome-reader.js';
import type { RequestPlanner } from '../../src/request/request-planner.js';
import type { TaskPlan } from '../../src/request/task-plan.js';
import type { Submitter } from '../../src/submit/submitter.js';
import type { FreshStart } from '../../src/recovery/fresh-start.js';
import type { Takeover } from '../../src/recovery/takeover.js';
import { TaskLauncher } from '../../src/submit/task-launcher.js';
import type { TaskStopper } from '../../src/submit/task-stopper.js';
import type { TaskTrace } from '../../src/trace/task-trace.js';
import { TaskEnder } from '../../src/watch/task-ender.js';
import type { TaskWatch } from '../../src/watch/task-watch.js';
import type { Overrun } from '../../src/watch/overrun.js';
import { TaskServicesFactory } from '../../src/task-services.js';
import { Deferred } from '../support/deferred.js';
import { fakeSession } from '../support/fake-session.js';
import { taskRun } from '../support/task-run-builder.js';
import { CLUSTER_ARN, clusterFacts, routedTask, endedTask, TASK_ARN, taskPlan } from './aws-builders.js';
import { roomWait } from './room-wait.js';
import { taskWatchOver } from './task-watch-over.js';
import { failureOf } from './settle-with.js';

const OVERRUN: Overrun = { phase: 'ran', bound: { ms: 3_600_000, setting: 'time' }, spent: 3_900_000 };

const NOTHING_LEFT = {} as unknown as Takeover;
const NOTHING_ANEW = {} as unknown as FreshStart;

describe(TaskServicesFactory.name, () => {
  it('plans and submits, stops with the run’s name, and reads outcomes, all for one cluster', async () => {
    const session = fakeSession();
    const plan = taskPlan();
    const started = routedTask();
    const planner = { plan: sinon.stub().resolves(plan) };
    const submitter = { submit: sinon.stub().resolves(started) };
    const stopper = { stop: sinon.stub().resolves() };
    const outcomes = { outcomeOf: sinon.stub().resolves(undefined) };
    const { instances: wait, watch } = taskWatchOver(session);
    const facts = clusterFacts();
    const services = new TaskServicesFactory(
      new TaskLauncher(
        planner as unknown as RequestPlanner,
        submitter as unknown as Submitter,
        wait,
        NOTHING_LEFT,
        NOTHING_ANEW,
      ),
      new TaskEnder(stopper as unknown as TaskStopper, session),
      outcomes as unknown as OutcomeReader,
      watch,
      {} as unknown as TaskTrace,
    ).on(facts);
    const task = taskRun();
    const { signal } = new AbortController();

    const waiting = roomWait();

    expect(await services.launch(task, signal, waiting)).to.equal(started);
    expect(planner.plan.args).to.deep.equal([[task, facts]]);
    expect(submitter.submit.args).to.deep.equal([
      [plan, signal, { bound: wait.boundOf(task), wait: waiting, from: 0 }],
    ]);
    await services.stop(TASK_ARN);
    expect(stopper.stop.args).to.deep.equal([[CLUSTER_ARN, TASK_ARN, 'Stopped by run happy_curie']]);
    const ended = endedTask(0);
    await services.outcomeOf(task, ended, { killed: true });
    expect(outcomes.outcomeOf.args).to.deep.equal([[task, ended, { killed: true }]]);
    expect(services.now()).to.equal(session.clock.now());
  });

  it('gives a task up by stopping it, and says once where that cannot be done', async () => {
    const session = fakeSession();
    const stop = sinon.stub<[string, string, string], Promise<void>>();
    const services = new TaskServicesFactory(
      {} as unknown as TaskLauncher,
      new TaskEnder({ stop } as unknown as TaskStopper, session),
      {} as unknown as OutcomeReader,
      {} as unknown as TaskWatch,
      {} as unknown as TaskTrace,
    ).on(clusterFacts());
    const task = taskRun();
    stop.rejects(new Error('not allowed.'));
    expect(await services.giveUp(task, TASK_ARN, OVERRUN)).to.equal(false);
    expect(await services.giveUp(task, TASK_ARN, OVERRUN)).to.equal(false);
    expect(session.logger.messages('error')).to.deep.equal([
      'Task HELLO (1) ran for 1 h 5 min of 1 h (time) and could not be stopped: not allowed. Stop it: ' +
        `aws ecs stop-task --cluster ${CLUSTER_ARN} --task ${TASK_ARN}`,
    ]);
    stop.resolves();
    expect(await services.giveUp(task, TASK_ARN, OVERRUN)).to.equal(true);
    expect(stop.lastCall.args).to.deep.equal([
      CLUSTER_ARN,
      TASK_ARN,
      'Stopped by run happy_curie: it ran for longer than 1 h (time)',
    ]);
    await services.giveUp(task, TASK_ARN, { ...OVERRUN, phase: 'waited' });
    expect(stop.lastCall.args[2]).to.equal(
      'Stopped by run happy_curie: it waited for an instance for longer than 1 h (time)',
    );
  });

  it('does not wait for a plan once the task is killed, and submits nothing', async () => {
    const submitter = { submit: sinon.stub().resolves(routedTask()) };
    const planned = new Deferred<TaskPlan>();
    const services = new TaskServicesFactory(
      new TaskLauncher(
        { plan: () => planned.promise } as unknown as RequestPlanner,
        submitter as unknown as Submitter,
        taskWatchOver().instances,
        NOTHING_LEFT,
        NOTHING_ANEW,
      ),
      {} as unknown as TaskEnder,
      {} as unknown as OutcomeReader,
      {} as unknown as TaskWatch,
      {} as unknown as TaskTrace,
    ).on(clusterFacts());
    const kill = new AbortController();
    const launched = services.launch(taskRun(), kill.signal, roomWait());
    kill.abort();
    expect(await failureOf(launched)).to.be.instanceOf(ShutdownError);
    planned.resolve(taskPlan());
    expect(submitter.submit.callCount).to.equal(0);
  });
});
