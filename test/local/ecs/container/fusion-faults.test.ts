import { expect } from 'chai';
import { withFusionFaults } from '../../../../local/ecs/container/fusion-faults.js';
import { fusionFailures } from '../../../../local/faults/fusion-failure.js';
import { noTaskFaults } from '../../../../local/faults/task-faults.js';
import type { ContainerSpec } from '../../../../local/runtime/task-runtime.js';
import { container, EcsFixture } from '../ecs-fixture.js';
import { FakeRuntime } from '../fake-runtime.js';

const denied = fusionFailures['s3-denied'];

describe(withFusionFaults.name, () => {
  it('prints what Fusion does and ends with its code, where Fusion is the first process', async () => {
    const printed: string[] = [];
    const runtime = new FakeRuntime();
    const starter = withFusionFaults(runtime, () => denied);
    const spec = { taskId: '1', output: (line: string) => printed.push(line) };
    const failed = await starter.start({
      ...spec,
      entryPoint: ['/usr/bin/fusion'],
    } as unknown as ContainerSpec);
    if (failed.kind !== 'started') throw new Error(failed.reason);
    failed.stop('SIGKILL');
    expect(await failed.exit).to.deep.equal({ exitCode: 127 });
    expect(await failed.probe([], 1)).to.equal(126);
    expect(printed).to.deep.equal(denied.output);
    await starter.start({ ...spec, entryPoint: ['bash'] } as unknown as ContainerSpec);
    expect(runtime.containers).to.have.length(1);
  });

  it('ends a task by itself, with the exit code and no process [TASK-22]', async () => {
    const fixture = new EcsFixture({ faults: { ...noTaskFaults, fusionFailure: () => denied } });
    const arn = await fixture.running({}, { containerDefinitions: [container()] });
    await fixture.clock.advance(60_000);
    const task = await fixture.describe(arn);
    expect(task).to.include({ lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited' });
    expect(task).to.have.property('startedAt');
    expect(task.containers[0]).to.include({ exitCode: 127 });
    expect(fixture.runtime.containers).to.deep.equal([]);
  });
});
