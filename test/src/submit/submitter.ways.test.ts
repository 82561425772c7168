import { expect } from 'chai';
import { ShutdownError, SubmitError } from '../../../spi/index.js';
import type { EcsFailure, RunTaskAnswer } from '../../../src/aws/ecs-api.js';
import { CapacityBook } from '../../../src/placement/capacity-book.js';
import type { TaskPlan, TaskWay } from '../../../src/request/task-plan.js';
import { clientToken } from '../../../src/submit/client-token.js';
import type { RoutedTask } from '../../../src/submit/routed-task.js';
import { Submitter } from '../../../src/submit/submitter.js';
import { settle } from '../../support/fake-clock.js';
import { fakeSession } from '../../support/fake-session.js';
import { taskRun } from '../../support/task-run-builder.js';
import {
  awsEcsConfig,
  CLUSTER_ARN,
  ecsTask,
  placement,
  provider,
  serviceError,
  TASK_ARN,
  taskNeeds,
  taskPlan,
  taskWay,
} from '../aws-builders.js';
import { failureOf, settledWith, watch } from '../settle-with.js';
import { stubEcsApi, stubWorkDirApi } from '../stub-ports.js';
import { submitterOver } from '../submitter-over.js';

const HOUR = 3_600_000;
const MEMORY: EcsFailure = { reason: 'RESOURCE:MEMORY' };
const ROOM: RunTaskAnswer = { tasks: [ecsTask({ lastStatus: 'PROVISIONING' })], failures: [] };

function full(reason = MEMORY.reason): RunTaskAnswer {
  return { tasks: [], failures: [{ reason }] };
}

function wayTo(name: string): TaskWay {
  return taskWay({
    placement: placement({
      strategy: [{ capacityProvider: name, weight: 1 }],
      provider: provider({ name }),
    }),
  });
}

const FIRST_SECOND = [wayTo('first'), wayTo('second')] as const;

class WaysRig {
  readonly session = fakeSession();
  readonly ecs = stubEcsApi();
  readonly workDir = stubWorkDirApi();
  readonly capacity = new CapacityBook(this.session.clock);
  readonly kill = new AbortController();
  private readonly submitter: Submitter;

  constructor() {
    const { ecs, workDir, session, capacity } = this;
    this.submitter = submitterOver({ ecs, workDir, session, capacity, config: awsEcsConfig() });
  }

  submit(changes: Partial<TaskPlan> = {}): Promise<RoutedTask> {
    return this.submitter.submit(taskPlan({ ways: FIRST_SECOND, ...changes }), this.kill.signal, {
      bound: { ms: HOUR, setting: 'maxSubmitAwait' },
      wait: { begin: () => undefined, again: () => Promise.resolve(), counts: () => undefined },
    });
  }

  /** Providers in the order they were asked. */
  get asked(): (string | undefined)[] {
    return this.ecs.runTask.args.map(([input]) => input.capacityProviderStrategy?.[0]?.capacityProvider);
  }

  get tokens(): (string | undefined)[] {
    return this.ecs.runTask.args.map(([{ clientToken: token }]) => token);
  }
}

describe(`${Submitter.name} with several ways`, () => {
  it('asks for the second where the first has no room, as a try of its own on record', async () => {
    const rig = new WaysRig();
    rig.ecs.runTask.onCall(0).resolves(full());
    const task = await rig.submit();
    expect(rig.asked).to.deep.equal(['first', 'second']);
    expect(rig.tokens).to.deep.equal([0, 1].map((n) => clientToken(CLUSTER_ARN, taskRun().workDir, n)));
    expect(rig.workDir.writeText.args).to.deep.equal([[`${taskRun().workDir}/.command.awsecs`, '{"n":1}']]);
    expect(task.route).to.deep.equal({ provider: 'second', providers: 2 });
    expect(rig.session.logger.messages('warn')).to.deep.equal([]);
  });

  it('asks for no other where the first has room', async () => {
    const rig = new WaysRig();
    expect((await rig.submit()).route).to.deep.equal({ provider: 'first', providers: 2 });
    expect(rig.asked).to.deep.equal(['first']);
  });

  it('names no provider where ECS chose among those of a strategy', async () => {
    const rig = new WaysRig();
    const strategy = ['first', 'second'].map((capacityProvider) => ({ capacityProvider, weight: 1 }));
    const { route } = await rig.submit({ ways: [taskWay({ placement: placement({ strategy }) })] });
    expect(route).to.deep.equal({ provider: undefined, providers: 1 });
  });

  it('counts a provider once that several instance types are asked of', async () => {
    const rig = new WaysRig();
    const [first] = FIRST_SECOND;
    const other = {
      ...first,
      placement: { ...first.placement, constraints: [{ type: 'memberOf' as const }] },
    };
    expect((await rig.submit({ ways: [first, other] })).route).to.deep.equal({
      provider: 'first',
      providers: 1,
    });
  });

  it('tells the others which provider had no room, until it has some again', async () => {
    const rig = new WaysRig();
    rig.ecs.runTask.onCall(0).resolves(full());
    await rig.submit();
    expect([...rig.capacity.strained()]).to.deep.equal(['first']);
    expect(rig.capacity.wordsOn('first')).to.include('RESOURCE:');
    await rig.submit({ task: taskRun({ id: 2 }), ways: [wayTo('first')] });
    expect([...rig.capacity.strained()]).to.deep.equal([]);
    expect(rig.capacity.wordsOn('first')).to.equal(undefined);
  });

  it('does not try the second where the first refuses for good', async () => {
    const rig = new WaysRig();
    rig.ecs.runTask.rejects(serviceError('refused', 'Role is not valid'));
    expect(await failureOf(rig.submit()))
      .to.be.instanceOf(SubmitError)
      .with.property('code', 'INVALID_REQUEST');
    expect(rig.asked).to.deep.equal(['first']);
  });

  it('waits where all are full, asking each in order, and says what each said', async () => {
    const rig = new WaysRig();
    for (let call = 0; call < 5; call++)
      rig.ecs.runTask.onCall(call).resolves(full(call % 2 === 0 ? 'RESOURCE:CPU' : 'RESOURCE:MEMORY'));
    const { value } = await settledWith(rig.session.clock, rig.submit(), HOUR);
    expect(value?.route?.provider).to.equal('second');
    expect(rig.asked).to.deep.equal(['first', 'second', 'first', 'second', 'first', 'second']);
    expect(new Set(rig.tokens).size).to.equal(6);
    expect(rig.session.logger.messages('warn').length).to.equal(1);
    expect(rig.session.logger.messages('warn')[0]).to.contain(
      '(first: RESOURCE:CPU; second: RESOURCE:MEMORY)',
    );
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('fails with the words of each where none had room for as long as the task may wait', async () => {
    const rig = new WaysRig();
    rig.ecs.runTask.resolves(full());
    const { error } = await settledWith(rig.session.clock, rig.submit(), 2 * HOUR);
    expect(error).to.be.instanceOf(SubmitError).with.property('code', 'NO_CAPACITY');
    expect((error as Error).message).to.contain('first: RESOURCE:MEMORY; second: RESOURCE:MEMORY');
  });

  it('sends nothing more where it is killed between two ways', async () => {
    const rig = new WaysRig();
    rig.ecs.runTask.onCall(0).callsFake(() => {
      rig.kill.abort();
      return Promise.resolve(full());
    });
    expect(await failureOf(rig.submit())).to.be.instanceOf(ShutdownError);
    expect(rig.asked).to.deep.equal(['first']);
    expect(rig.workDir.writeText.callCount).to.equal(0);
  });

  it('adopts on the way and the try by which the task was started', async () => {
    const rig = new WaysRig();
    const tags = { 'nextflow.io/workDir': taskRun().workDir, 'nextflow.io/n': '1' };
    rig.ecs.runTask.onCall(0).resolves(full());
    rig.ecs.runTask.onCall(1).resolves({ tasks: [], failures: [], holders: [TASK_ARN] });
    rig.ecs.taggedTasks.resolves([{ ...ecsTask(), tags }]);
    const task = await rig.submit();
    expect(task).to.deep.include({ arn: TASK_ARN, route: { provider: 'second', providers: 2 } });
    expect(rig.ecs.runTask.callCount).to.equal(2);
  });

  /** How many ask in the first pause of two tasks that found no room. */
  async function askingAfterAPause(one: Partial<TaskPlan>, other: Partial<TaskPlan>): Promise<number> {
    const rig = new WaysRig();
    rig.ecs.runTask.onCall(0).resolves(ROOM);
    await rig.submit({ task: taskRun({ id: 9 }) });
    rig.ecs.runTask.resolves(full());
    const waiting = [one, other].map((changes, id) =>
      watch(rig.submit({ task: taskRun({ id }), ...changes })),
    );
    await settle();
    const before = rig.ecs.runTask.callCount;
    await rig.session.clock.advance(3_000);
    const asked = (rig.ecs.runTask.callCount - before) / 2;
    rig.kill.abort();
    await settle();
    expect(waiting.every(({ done }) => done)).to.equal(true);
    return asked;
  }

  it('puts tasks in one lane that want the same, whichever provider they prefer', async () => {
    const [first, second] = FIRST_SECOND;
    expect(await askingAfterAPause({ ways: [first, second] }, { ways: [second, first] })).to.equal(1);
  });

  it('has tasks wait apart that ask for another number of GPUs or another architecture', async () => {
    const gpus = (count: number): Partial<TaskPlan> => ({ needs: taskNeeds({ accelerator: { count } }) });
    expect(await askingAfterAPause(gpus(1), gpus(1))).to.equal(1);
    expect(await askingAfterAPause(gpus(1), gpus(2))).to.equal(2);
    expect(await askingAfterAPause({}, { needs: taskNeeds({ architecture: 'ARM64' }) })).to.equal(2);
  });
});
