import { expect } from 'chai';
import { ContainerGroup } from '../../../../local/ecs/container/container-group.js';
import { settle } from '../../../support/fake-clock.js';
import { cluster, EcsFixture, type Json, type TaskAnswer } from '../ecs-fixture.js';
import { type FakeContainer } from '../fake-runtime.js';
import { quiet } from '../task-builder.js';

const second = 1000;

describe(ContainerGroup.name, () => {
  let fixture: EcsFixture;
  beforeEach(() => {
    fixture = new EcsFixture();
  });
  afterEach(() => fixture.ecs.close());

  const begin = (...containerDefinitions: Json[]): Promise<string> =>
    fixture.running({}, { containerDefinitions });
  const started = (): string[] => fixture.runtime.containers.map(({ spec }) => spec.name);
  const named = (name: string): FakeContainer => {
    const found = fixture.runtime.containers.findLast(({ spec }) => spec.name === name);
    if (found === undefined) throw new Error(`${name} was not started`);
    return found;
  };
  const after = (containerName: string, condition: string): Json => ({
    dependsOn: [{ containerName, condition }],
  });
  const helper = (name: string, more: Json = {}): Json => quiet({ name, essential: false, ...more });
  const ended = async (arn: string): Promise<TaskAnswer> => {
    await fixture.clock.advance(60 * second);
    return fixture.describe(arn);
  };

  describe('dependencies [1a.28]', () => {
    it('starts a container once another has started, whatever their order in the definition', async () => {
      const arn = await begin(quiet(after('db', 'START')), helper('db'));
      expect(started()).to.deep.equal(['db', 'main']);
      expect((await fixture.describe(arn)).lastStatus).to.equal('RUNNING');
    });

    for (const [condition, exitCode] of [
      ['COMPLETE', 3],
      ['SUCCESS', 0],
    ] as const) {
      it(`waits for ${condition}, and is not RUNNING before`, async () => {
        const arn = await begin(helper('init'), quiet(after('init', condition)));
        await fixture.clock.advance(3600 * second);
        expect(started()).to.deep.equal(['init']);
        expect((await fixture.describe(arn)).lastStatus).to.equal('ACTIVATING');
        named('init').end({ exitCode });
        await settle();
        expect(started()).to.deep.equal(['init', 'main']);
        const task = await fixture.describe(arn);
        expect(task.lastStatus).to.equal('RUNNING');
        expect(task.containers[0]).to.include({ lastStatus: 'STOPPED', exitCode });
      });
    }

    it('fails to start where SUCCESS is not to be had, and stops what runs', async () => {
      const arn = await begin(helper('init'), quiet(after('init', 'SUCCESS')), helper('side'));
      named('init').end({ exitCode: 1 });
      await fixture.clock.advance(second);
      expect(named('side').signals).to.deep.equal(['SIGTERM']);
      named('side').end({ exitCode: 143 });
      const task = await ended(arn);
      expect(task).to.include({ lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart' });
      expect(task.stoppedReason).to.match(/dependency init did not reach SUCCESS/);
      expect(task.containers[1]?.reason).to.equal(task.stoppedReason);
      expect(started()).to.deep.equal(['init', 'side']);
    });

    it('waits for HEALTHY, and gives up after the start timeout of what it waits for [1a.30]', async () => {
      const check = { healthCheck: { command: ['CMD', 'check'], interval: 10 }, startTimeout: 25 };
      fixture.runtime.health = 1;
      const failing = await begin(helper('db', check), quiet(after('db', 'HEALTHY')));
      await fixture.clock.advance(24 * second);
      expect((await fixture.describe(failing)).stopCode).to.equal('TaskFailedToStart');
      fixture.runtime.health = 0;
      const arn = await begin(helper('db', check), quiet(after('db', 'HEALTHY')));
      await fixture.clock.advance(10 * second);
      expect((await fixture.describe(arn)).lastStatus).to.equal('RUNNING');
      await fixture.clock.advance(100 * second);
      expect((await fixture.describe(arn)).lastStatus).to.equal('RUNNING');
    });

    it('starts nothing more once the task is stopped, or an essential container has ended', async () => {
      const definitions = [quiet({ name: 'app' }), helper('init'), helper('late', after('init', 'COMPLETE'))];
      const stopped = await begin(...definitions);
      await fixture.call('StopTask', { cluster, task: stopped });
      await fixture.clock.advance(second);
      expect(named('app').signals).to.deep.equal(['SIGTERM']);
      expect(await ended(stopped)).to.include({ stopCode: 'UserInitiated', lastStatus: 'STOPPED' });
      const over = await begin(...definitions);
      named('app').end({ exitCode: 0 });
      const task = await ended(over);
      expect(task).to.include({ stopCode: 'EssentialContainerExited', lastStatus: 'STOPPED' });
      expect(task).not.to.have.property('startedAt');
      expect(started().filter((name) => name === 'late')).to.deep.equal([]);
      expect(fixture.clock.timers).to.equal(0);
    });

    it('stops in the opposite order: first what depends on others', async () => {
      const arn = await begin(
        quiet(after('proxy', 'START')),
        helper('proxy', after('db', 'START')),
        helper('db'),
      );
      await fixture.call('StopTask', { cluster, task: arn });
      await fixture.clock.advance(second);
      const signals = (): number[] => ['main', 'proxy', 'db'].map((name) => named(name).signals.length);
      expect(signals()).to.deep.equal([1, 0, 0]);
      named('main').end({ exitCode: 0 });
      await settle();
      expect(signals()).to.deep.equal([1, 1, 0]);
      named('proxy').end({ exitCode: 0 });
      await settle();
      expect(signals()).to.deep.equal([1, 1, 1]);
    });
  });

  describe('health checks [1a.28]', () => {
    const checked = (check: Json = {}): Json =>
      quiet({ healthCheck: { command: ['CMD-SHELL', 'test -f ok'], ...check } });
    const health = async (arn: string): Promise<unknown[]> => {
      const task = await fixture.describe(arn);
      return [task['healthStatus'], task.containers[0]?.healthStatus];
    };

    it('probe at their interval and tell the health of container and task', async () => {
      const arn = await fixture.launch({}, { containerDefinitions: [checked({ interval: 20, retries: 2 })] });
      await fixture.clock.advance(59 * second);
      expect(await health(arn)).to.deep.equal(['UNKNOWN', 'UNKNOWN']);
      await fixture.clock.advance(second);
      expect(await health(arn)).to.deep.equal(['HEALTHY', 'HEALTHY']);
      expect(fixture.runtime.probes).to.deep.equal([['/bin/sh', '-c', 'test -f ok']]);
      fixture.runtime.health = 1;
      await fixture.clock.advance(20 * second);
      expect(await health(arn)).to.deep.equal(['HEALTHY', 'HEALTHY']);
      await fixture.clock.advance(20 * second);
      expect(await health(arn)).to.deep.equal(['UNHEALTHY', 'UNHEALTHY']);
      // Only a service replaces an unhealthy task; one of RunTask goes on.
      expect((await fixture.describe(arn)).lastStatus).to.equal('RUNNING');
    });

    it('count no failure of the start period', async () => {
      fixture.runtime.health = 1;
      const arn = await fixture.launch(
        {},
        { containerDefinitions: [checked({ interval: 10, retries: 1, startPeriod: 35 })] },
      );
      await fixture.clock.advance((40 + 30) * second);
      expect(await health(arn)).to.deep.equal(['UNKNOWN', 'UNKNOWN']);
      await fixture.clock.advance(10 * second);
      expect(await health(arn)).to.deep.equal(['UNHEALTHY', 'UNHEALTHY']);
    });

    it('end with their container, whatever was on its way', async () => {
      const arn = await begin(checked());
      await fixture.clock.advance(25 * second);
      named('main').end({ exitCode: 0 });
      await ended(arn);
      expect(fixture.clock.timers).to.equal(0);
      expect(fixture.runtime.probes).to.have.length(1);
    });
  });

  describe('restarts [1a.28]', () => {
    const policy = { restartPolicy: { enabled: true, ignoredExitCodes: [7], restartAttemptPeriod: 60 } };

    it('start a container again that has run for the period, and keep the task RUNNING', async () => {
      const arn = await begin(quiet(policy));
      await fixture.clock.advance(60 * second);
      named('main').end({ exitCode: 1 });
      await settle();
      expect(started()).to.deep.equal(['main', 'main']);
      const task = await fixture.describe(arn);
      expect(task).to.include({ lastStatus: 'RUNNING' });
      expect(task.containers[0]).to.include({ lastStatus: 'RUNNING', runtimeId: 'fake-2' });
      expect(task.containers[0]).not.to.have.property('exitCode');
    });

    for (const [title, wait, exitCode] of [
      ['that has not run for the period', 30, 1],
      ['with an exit code that is ignored', 100, 7],
    ] as const) {
      it(`leave a container ${title}`, async () => {
        const arn = await begin(quiet(policy));
        await fixture.clock.advance((wait - 10) * second);
        named('main').end({ exitCode });
        const task = await ended(arn);
        expect(task).to.include({ lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited' });
        expect(task.containers[0]).to.include({ exitCode });
      });
    }

    it('do not come after a stop', async () => {
      const arn = await begin(quiet(policy));
      await fixture.clock.advance(100 * second);
      await fixture.call('StopTask', { cluster, task: arn });
      await fixture.clock.advance(second);
      named('main').end({ exitCode: 143 });
      expect(await ended(arn)).to.include({ lastStatus: 'STOPPED', stopCode: 'UserInitiated' });
      expect(started()).to.deep.equal(['main']);
    });
  });
});
