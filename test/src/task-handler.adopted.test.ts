import { expect } from 'chai';
import { AwsEcsTaskHandler } from '../../src/task-handler.js';
import { Deferred } from '../support/deferred.js';
import type { RoutedTask } from '../../src/submit/routed-task.js';
import { ecsTask, endedTask, TASK_ARN } from './aws-builders.js';
import { HandlerRig } from './handler-rig.js';
import { stoppedByUs } from './outcome/endings/ending.js';

const CREATED = 500_000;

/** A handler whose launch finds the task of an engine before it. */
function adopting(changes: Partial<RoutedTask> = {}): HandlerRig {
  const rig = new HandlerRig();
  rig.services.launch.resolves({ ...ecsTask({ createdAt: CREATED, ...changes }), adopted: true });
  return rig;
}

describe(`${AwsEcsTaskHandler.name} of a task that an engine before this one submitted`, () => {
  it('says that it took the task over, and only then', async () => {
    const rig = adopting();
    expect(rig.handler.adopted).to.equal(false);
    await rig.handler.submit();
    expect(rig.handler).to.include({ status: 'SUBMITTED', nativeId: TASK_ARN, adopted: true });
    const fresh = new HandlerRig();
    await fresh.handler.submit();
    expect(fresh.handler.adopted).to.equal(false);
  });

  it('counts from when ECS took it; from now where ECS says no more', async () => {
    const rig = adopting();
    await rig.handler.submit();
    expect(rig.handler.trace().submit).to.equal(CREATED);
    await rig.found(ecsTask({ lastStatus: 'PROVISIONING' }));
    expect(rig.services.overrun.lastCall.args[2]).to.equal(CREATED);
    const replayed = new HandlerRig();
    const said = { arn: TASK_ARN, lastStatus: 'STOPPED', containers: [] };
    replayed.services.launch.resolves({ ...said, adopted: true });
    await replayed.handler.submit();
    expect(replayed.handler.trace().submit).to.equal(replayed.time);
  });

  it('comes to the end that it has come to by the next round', async () => {
    const rig = adopting({ lastStatus: 'STOPPED' });
    await rig.handler.submit();
    expect(await rig.found(endedTask(0, { startedAt: 1 }))).to.deep.equal([true, true]);
    expect(rig.handler.outcome?.kind).to.equal('completed');
  });

  it('goes again for free where it was stopped before it was taken over', async () => {
    const rig = adopting({ lastStatus: 'STOPPING' });
    await rig.handler.submit();
    await rig.found(endedTask(143, { stopCode: 'UserInitiated', stoppedReason: 'by hand' }));
    expect(rig.handler.outcome?.retry).to.deep.equal({ class: 'free', budget: 'resumption', max: 3 });
  });

  for (const [changes, retry] of [
    [{ stoppedReason: 'by hand' }, 'never'],
    [{}, 'free'],
  ] as const) {
    it(`is tried again '${retry}' where it is stopped later${retry === 'free' ? ' by the engine before' : ''}`, async () => {
      const rig = adopting();
      await rig.handler.submit();
      await rig.found(endedTask(143, { ...stoppedByUs, ...changes }));
      expect(rig.handler.outcome?.retry.class).to.equal(retry);
    });
  }

  it('is stopped by a kill that came while it was looked for', async () => {
    const rig = new HandlerRig();
    const found = new Deferred<RoutedTask>();
    rig.services.launch.returns(found.promise);
    const submitted = rig.handler.submit();
    const killed = rig.handler.kill();
    found.resolve({ ...ecsTask(), adopted: true });
    await Promise.all([submitted, killed]);
    expect(rig.services.stop.args).to.deep.equal([[TASK_ARN]]);
    await rig.found(endedTask(143, stoppedByUs));
    expect(rig.handler.outcome).to.include({ kind: 'killed' });
    expect(rig.handler.outcome?.retry.class).to.equal('never');
  });
});
