import { expect } from 'chai';
import sinon from 'sinon';
import type { TaskRun } from '../../../spi/index.js';
import type { Inheritance, Takeover } from '../../../src/recovery/takeover.js';
import type { RequestPlanner } from '../../../src/request/request-planner.js';
import type { RoutedTask } from '../../../src/submit/routed-task.js';
import type { Submitter } from '../../../src/submit/submitter.js';
import { TaskLauncher } from '../../../src/submit/task-launcher.js';
import { Deferred } from '../../support/deferred.js';
import { settle } from '../../support/fake-clock.js';
import { taskRun } from '../../support/task-run-builder.js';
import { CLUSTER_ARN, clusterFacts, ecsTask, routedTask, taskPlan } from '../aws-builders.js';
import { roomWait } from '../room-wait.js';
import { watch } from '../settle-with.js';
import { taskWatchOver } from '../task-watch-over.js';

class LaunchRig {
  readonly kill = new AbortController();
  readonly planner = { plan: sinon.stub().resolves(taskPlan()) };
  readonly submitter = { submit: sinon.stub<unknown[], Promise<RoutedTask>>().resolves(routedTask()) };
  readonly takeover = { of: sinon.stub<[TaskRun, string], Promise<Inheritance>>() };
  readonly launcher = new TaskLauncher(
    this.planner as unknown as RequestPlanner,
    this.submitter as unknown as Submitter,
    taskWatchOver().instances,
    this.takeover as unknown as Takeover,
  );

  launch(task: TaskRun): Promise<RoutedTask> {
    return this.launcher.launch(task, clusterFacts(), this.kill.signal, roomWait());
  }
}

describe(TaskLauncher.name, () => {
  it('looks for no task of an attempt that is new', async () => {
    const rig = new LaunchRig();
    await rig.launch(taskRun());
    expect(rig.takeover.of.callCount).to.equal(0);
    expect(rig.submitter.submit.args[0]?.[2]).to.include({ from: 0 });
  });

  it('gives back a task that runs already; nothing is planned or submitted for it', async () => {
    const rig = new LaunchRig();
    const running = ecsTask({ createdAt: 1 });
    rig.takeover.of.resolves({ kind: 'runs', task: running });
    const task = taskRun({ resumes: true });
    expect(await rig.launch(task)).to.deep.equal({ ...running, adopted: true });
    expect(rig.takeover.of.args).to.deep.equal([[task, CLUSTER_ARN, rig.kill.signal]]);
    expect([rig.planner.plan.callCount, rig.submitter.submit.callCount]).to.deep.equal([0, 0]);
  });

  it('submits what does not run, from the try that was noted', async () => {
    const rig = new LaunchRig();
    rig.takeover.of.resolves({ kind: 'try', n: 2 });
    await rig.launch(taskRun({ resumes: true }));
    expect(rig.submitter.submit.args[0]?.[2]).to.include({ from: 2 });
  });

  it('finds out what runs though the task is killed meanwhile: nobody else could stop it', async () => {
    const rig = new LaunchRig();
    const looked = new Deferred<Inheritance>();
    rig.takeover.of.returns(looked.promise);
    const launched = watch(rig.launch(taskRun({ resumes: true })));
    rig.kill.abort();
    expect(launched.done).to.equal(false);
    looked.resolve({ kind: 'runs', task: ecsTask() });
    await settle();
    expect(launched.value?.adopted).to.equal(true);
  });
});
