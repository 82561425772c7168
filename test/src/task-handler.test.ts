import { expect } from 'chai';
import sinon from 'sinon';
import { ShutdownError, SubmitError, type BatchContext, type TaskOutcome } from '../../spi/index.js';
import type { EcsTaskSnapshot } from '../../src/aws/ecs-api.js';
import { diagnose } from '../../src/outcome/diagnose.js';
import type { RoutedTask } from '../../src/submit/routed-task.js';
import type { Overrun } from '../../src/watch/overrun.js';
import { AwsEcsTaskHandler } from '../../src/task-handler.js';
import { Deferred } from '../support/deferred.js';
import { settle } from '../support/fake-clock.js';
import { ecsTask, endedTask, ROUTE, routedTask, serviceError, TASK_ARN } from './aws-builders.js';
import { HandlerRig } from './handler-rig.js';
import { failureOf, watch } from './settle-with.js';

const MINUTE = 60_000;

function overrunBy(phase: Overrun['phase'], setting: string): Overrun {
  return { phase, bound: { ms: 10 * MINUTE, setting }, spent: 11 * MINUTE };
}

describe(AwsEcsTaskHandler.name, () => {
  it('goes from NEW over SUBMITTED and RUNNING to COMPLETED, each step once', async () => {
    const rig = new HandlerRig();
    expect(rig.handler).to.include({ status: 'NEW', nativeId: undefined, outcome: undefined });
    await rig.handler.submit();
    expect(rig.handler).to.include({ status: 'SUBMITTED', nativeId: TASK_ARN });
    expect(await rig.found(ecsTask({ lastStatus: 'PENDING' }))).to.deep.equal([false, false]);
    expect(await rig.found(ecsTask())).to.deep.equal([true, false]);
    expect(await rig.found(ecsTask())).to.deep.equal([false, false]);
    expect(rig.handler.status).to.equal('RUNNING');
    expect(
      await rig.found(ecsTask({ lastStatus: 'DEPROVISIONING', containers: [{ name: 'main', exitCode: 0 }] })),
    ).to.deep.equal([false, false]);
    expect(await rig.found(endedTask(0, { startedAt: 1 }))).to.deep.equal([false, true]);
    expect(await rig.found(endedTask(0, { startedAt: 1 }))).to.deep.equal([false, false]);
    expect(rig.handler.status).to.equal('COMPLETED');
    expect(rig.handler.outcome?.kind).to.equal('completed');
    expect(rig.services.outcomeOf.callCount).to.equal(1);
  });

  it('sets the native id before it is SUBMITTED', async () => {
    const rig = new HandlerRig();
    const seen: unknown[] = [];
    let status = rig.handler.status;
    Object.defineProperty(rig.handler, 'status', {
      get: () => status,
      set: (next: typeof status) => {
        seen.push([next, rig.handler.nativeId]);
        status = next;
      },
    });
    await rig.handler.submit();
    expect(seen).to.deep.equal([['SUBMITTED', TASK_ARN]]);
  });

  it('launches once however often it is submitted', async () => {
    const rig = new HandlerRig();
    await Promise.all([rig.handler.submit(), rig.handler.submit()]);
    await rig.handler.submit();
    expect(rig.services.launch.callCount).to.equal(1);
  });

  it('stays NEW without a native id where the submit failed', async () => {
    const rig = new HandlerRig();
    const failure = new SubmitError('no room', { code: 'NO_CAPACITY', recoverable: true });
    rig.services.launch.rejects(failure);
    expect(await failureOf(rig.handler.submit())).to.equal(failure);
    expect(rig.handler).to.include({ status: 'NEW', nativeId: undefined });
  });

  it('names its id to a round once it has one', async () => {
    const rig = new HandlerRig();
    const collect = sinon.stub<[string]>();
    rig.handler.batch({ collect, get: () => undefined });
    expect(collect.callCount).to.equal(0);
    await rig.handler.submit();
    rig.handler.batch({ collect, get: () => undefined });
    expect(collect.args).to.deep.equal([[TASK_ARN]]);
  });

  it('takes no news for no news, also before any round', async () => {
    const rig = new HandlerRig();
    expect(rig.handler.checkIfRunning()).to.equal(false);
    expect(await rig.handler.checkIfCompleted()).to.equal(false);
    await rig.handler.submit();
    rig.time += 60 * MINUTE;
    expect(await rig.round()).to.deep.equal([false, false]);
    expect(rig.services.outcomeOf.callCount).to.equal(0);
  });

  it('runs and ends in one round where a short task is first seen stopped', async () => {
    const rig = new HandlerRig();
    await rig.handler.submit();
    expect(await rig.found(endedTask(0, { startedAt: 5 }))).to.deep.equal([true, true]);
  });

  it('was never running where the container never started', async () => {
    const rig = new HandlerRig();
    await rig.handler.submit();
    expect(await rig.found(endedTask(undefined, { stopCode: 'TaskFailedToStart' }))).to.deep.equal([
      false,
      true,
    ]);
    expect(rig.handler.outcome?.kind).to.equal('failed-to-start');
  });

  it('waits while ECS does not know the task yet, and asks for the end when it knows it no more', async () => {
    const rig = new HandlerRig();
    await rig.handler.submit();
    expect(await rig.missing()).to.deep.equal([false, false]);
    rig.time += 5 * MINUTE - 1;
    expect(await rig.missing()).to.deep.equal([false, false]);
    expect(rig.services.outcomeOf.callCount).to.equal(0);
    rig.time += 1;
    expect(await rig.missing()).to.deep.equal([false, true]);
    expect(rig.services.outcomeOf.args[0]?.slice(1)).to.deep.equal([
      undefined,
      {
        killed: false,
        overrun: undefined,
        route: ROUTE,
        takenOver: undefined,
        lastSeen: routedTask({ lastStatus: 'PROVISIONING' }),
        now: rig.time,
      },
    ]);
    expect(rig.handler.outcome?.kind).to.equal('lost');
  });

  it('is not completed while the exit file cannot be read, and asks again', async () => {
    const rig = new HandlerRig();
    await rig.handler.submit();
    rig.services.outcomeOf.onCall(0).resolves(undefined);
    expect((await rig.found(endedTask(undefined)))[1]).to.equal(false);
    expect(rig.handler.status).not.to.equal('COMPLETED');
    expect((await rig.found(endedTask(undefined)))[1]).to.equal(true);
  });

  it('submits nothing after a kill, and the kill stops nothing', async () => {
    const rig = new HandlerRig();
    await rig.handler.kill();
    expect(await failureOf(rig.handler.submit())).to.be.instanceOf(ShutdownError);
    expect(rig.services.launch.callCount + rig.services.stop.callCount).to.equal(0);
  });

  it('tells a submit in flight that it is killed, waits for it, and stops what came of it', async () => {
    const rig = new HandlerRig();
    const launched = new Deferred<RoutedTask>();
    rig.services.launch.returns(launched.promise);
    const submit = rig.handler.submit();
    const kill = watch(rig.handler.kill());
    await settle();
    expect(rig.services.launch.args[0]?.[1].aborted).to.equal(true);
    expect(kill.done).to.equal(false);
    launched.resolve(routedTask());
    await submit;
    await settle();
    expect(kill.done).to.equal(true);
    expect(rig.services.stop.args).to.deep.equal([[TASK_ARN]]);
  });

  it('has nothing to stop where the submit in flight came to nothing', async () => {
    const rig = new HandlerRig();
    const launched = new Deferred<RoutedTask>();
    rig.services.launch.returns(launched.promise);
    const submit = watch(rig.handler.submit());
    const kill = rig.handler.kill();
    launched.reject(new ShutdownError('killed', { code: 'SHUT_DOWN' }));
    await kill;
    expect(submit.error).to.be.instanceOf(ShutdownError);
    expect(rig.services.stop.callCount).to.equal(0);
  });

  it('stops a running task once however often it is killed', async () => {
    const rig = new HandlerRig();
    await rig.handler.submit();
    await Promise.all([rig.handler.kill(), rig.handler.kill()]);
    await rig.handler.kill();
    expect(rig.services.stop.args).to.deep.equal([[TASK_ARN]]);
  });

  it('says that ECS did not take a stop, and tries again at the next kill', async () => {
    const rig = new HandlerRig();
    await rig.handler.submit();
    const refusal = serviceError('denied');
    rig.services.stop.onCall(0).rejects(refusal);
    expect(await failureOf(rig.handler.kill())).to.equal(refusal);
    await rig.handler.kill();
    expect(rig.services.stop.callCount).to.equal(2);
  });

  it('stops nothing that has completed', async () => {
    const rig = new HandlerRig();
    await rig.handler.submit();
    await rig.found(endedTask(0));
    await rig.handler.kill();
    expect(rig.services.stop.callCount).to.equal(0);
    expect(rig.handler.outcome?.kind).to.equal('completed');
  });

  it('never reports success once killed, whatever the command exited with', async () => {
    const rig = new HandlerRig();
    await rig.handler.submit();
    await rig.handler.kill();
    expect((await rig.found(endedTask(0)))[1]).to.equal(true);
    expect(rig.handler.outcome?.kind).to.equal('killed');
  });

  it('never reports success when the kill comes while the exit file is read', async () => {
    const rig = new HandlerRig();
    await rig.handler.submit();
    const read = new Deferred<TaskOutcome | undefined>();
    rig.services.outcomeOf.onCall(0).returns(read.promise);
    const round = rig.found(endedTask(undefined));
    await rig.handler.kill();
    read.resolve(diagnose({ task: endedTask(0), exitFile: undefined, killed: false }, 5));
    expect((await round)[1]).to.equal(true);
    expect(rig.handler.outcome?.kind).to.equal('killed');
  });

  it('traces what it has seen last', async () => {
    const rig = new HandlerRig();
    expect(rig.handler.trace()).to.include({ status: 'NEW', task_id: 1 });
    await rig.handler.submit();
    expect(rig.handler.trace()).to.include({ status: 'SUBMITTED', native_id: TASK_ARN, submit: 1_000_000 });
    await rig.found(endedTask(3, { startedAt: 10, stoppedAt: 20 }));
    expect(rig.handler.trace()).to.include({ status: 'COMPLETED', start: 10, complete: 20, exit: 3 });
  });

  it('takes one MISSING answer for no verdict on a task that ECS knew a round ago, however long it ran', async () => {
    const rig = new HandlerRig();
    await rig.handler.submit();
    for (let minute = 0; minute < 60; minute++) {
      rig.time += MINUTE;
      await rig.found(ecsTask());
    }
    expect(await rig.missing()).to.deep.equal([false, false]);
    rig.time += 5 * MINUTE - 1;
    expect(await rig.missing()).to.deep.equal([false, false]);
    expect(rig.handler.status).to.equal('RUNNING');
    expect(rig.services.outcomeOf.callCount).to.equal(0);
    expect(await rig.found(ecsTask())).to.deep.equal([false, false]);
    expect(await rig.missing()).to.deep.equal([false, false]);
    rig.time += 5 * MINUTE - 1;
    expect(await rig.missing()).to.deep.equal([false, false]);
    rig.time += 1;
    expect(await rig.missing()).to.deep.equal([false, true]);
    expect(rig.handler.outcome?.kind).to.equal('lost');
  });

  it('judges no task by the first MISSING after an hour without any answer', async () => {
    const rig = new HandlerRig();
    await rig.handler.submit();
    await rig.found(ecsTask());
    rig.time += 60 * MINUTE;
    await rig.round();
    expect(await rig.missing()).to.deep.equal([false, false]);
    expect(await rig.found(ecsTask())).to.deep.equal([false, false]);
    expect(rig.handler.status).to.equal('RUNNING');
  });

  it('sends a stop before it calls a task lost, and calls it lost also where that fails', async () => {
    for (const refused of [false, true]) {
      const rig = new HandlerRig();
      await rig.handler.submit();
      await rig.missing();
      rig.time += 5 * MINUTE;
      if (refused) rig.services.stop.rejects(serviceError('refused'));
      else {
        rig.services.stop.callsFake(() => {
          expect(rig.handler.status).to.equal('SUBMITTED');
          return Promise.resolve();
        });
      }
      expect((await rig.missing())[1]).to.equal(true);
      expect(rig.services.stop.args).to.deep.equal([[TASK_ARN]]);
      expect(rig.handler.outcome?.kind).to.equal('lost');
    }
  });

  it('sends no stop for a missing task whose exit file tells its end', async () => {
    const rig = new HandlerRig();
    await rig.handler.submit();
    rig.services.outcomeOf.callsFake((_, task, by) =>
      Promise.resolve(diagnose({ task, exitFile: 0, ...by }, 5)),
    );
    await rig.missing();
    rig.time += 5 * MINUTE;
    expect((await rig.missing())[1]).to.equal(true);
    expect(rig.handler.outcome?.kind).to.equal('completed');
    expect(rig.services.stop.callCount).to.equal(0);
  });

  it('gives a task up that has no instance for as long as it may wait, once, and says so at its end', async () => {
    const rig = new HandlerRig();
    const overrun = overrunBy('waited', 'maxSubmitAwait');
    const began = rig.time;
    rig.services.launch.callsFake((_task, _killed, wait) => {
      wait.begin();
      rig.time += 4 * MINUTE;
      wait.counts(began);
      return Promise.resolve(routedTask({ lastStatus: 'PROVISIONING' }));
    });
    await rig.handler.submit();
    const waiting = ecsTask({ lastStatus: 'PROVISIONING' });
    expect(await rig.found(waiting)).to.deep.equal([false, false]);
    // Both waits are one: it began when ECS first had no room.
    expect(rig.services.overrun.lastCall.args.slice(0, 3)).to.deep.equal([rig.handler.task, waiting, began]);
    expect(rig.services.giveUp.callCount).to.equal(0);
    rig.services.overrun.returns(overrun);
    rig.services.giveUp.onCall(0).resolves(false);
    for (let round = 0; round < 4; round++) expect(await rig.found(waiting)).to.deep.equal([false, false]);
    expect(rig.services.giveUp.args).to.deep.equal([
      [rig.handler.task, TASK_ARN, overrun],
      [rig.handler.task, TASK_ARN, overrun],
    ]);
    expect(await rig.found(endedTask(undefined, { stopCode: 'UserInitiated' }))).to.deep.equal([false, true]);
    expect(rig.handler.outcome).to.deep.include({ kind: 'failed-to-start', retry: { class: 'counted' } });
    expect(rig.handler.outcome?.reason).to.contain('within 10 min (maxSubmitAwait)');
  });

  it('ends a task that ran for too long by the limit that it reached, whatever it ran before', async () => {
    const rig = new HandlerRig();
    await rig.handler.submit();
    expect(await rig.found(ecsTask({ startedAt: 5 }))).to.deep.equal([true, false]);
    rig.services.overrun.returns(overrunBy('ran', 'time'));
    expect(await rig.found(ecsTask({ startedAt: 5 }))).to.deep.equal([false, false]);
    expect(rig.services.giveUp.callCount).to.equal(1);
    const stopped = endedTask(143, { stopCode: 'UserInitiated', startedAt: 5 });
    expect(await rig.found(stopped)).to.deep.equal([false, true]);
    expect(rig.handler.outcome).to.deep.include({ kind: 'time-limit', exitStatus: 143 });
  });

  it('counts the wait of a task that ECS took at once from then on', async () => {
    const rig = new HandlerRig();
    await rig.handler.submit();
    const taken = rig.time;
    rig.time += MINUTE;
    await rig.found(ecsTask({ lastStatus: 'PROVISIONING' }));
    expect(rig.services.overrun.lastCall.args[2]).to.equal(taken);
  });

  it('gives no task up that is being killed', async () => {
    const rig = new HandlerRig();
    await rig.handler.submit();
    rig.services.overrun.returns(overrunBy('ran', 'time'));
    await rig.handler.kill();
    await rig.found(ecsTask({ lastStatus: 'PROVISIONING' }));
    expect(rig.services.giveUp.callCount).to.equal(0);
  });

  it('holds no round once it has completed: a round holds the snapshots of every task', async () => {
    const rig = new HandlerRig();
    await rig.handler.submit();
    const context: BatchContext<EcsTaskSnapshot> = {
      collect: () => undefined,
      get: () => ({ kind: 'found', task: endedTask(0) }),
    };
    rig.handler.batch(context);
    expect(Object.values(rig.handler)).to.include(context);
    expect(await rig.handler.checkIfCompleted()).to.equal(true);
    expect(Object.values(rig.handler)).not.to.include(context);
  });

  it('does not say it was stopped where nobody can tell whether it runs', async () => {
    const rig = new HandlerRig();
    const lost = new SubmitError('may run unseen', { code: 'SUBMIT_UNCERTAIN', uncertain: true });
    rig.services.launch.rejects(lost);
    expect(await failureOf(rig.handler.submit())).to.equal(lost);
    expect(await failureOf(rig.handler.kill())).to.equal(lost);
    expect(rig.services.stop.callCount).to.equal(0);
  });
});
