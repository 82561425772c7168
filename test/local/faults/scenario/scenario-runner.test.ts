import { expect } from 'chai';
import { Acts } from '../../../../local/faults/scenario/acts.js';
import { ScenarioRunner } from '../../../../local/faults/scenario/scenario-runner.js';
import { FakeClock } from '../../../support/fake-clock.js';
import { FakeCloudActs } from '../fake-cloud-acts.js';

describe(ScenarioRunner.name, () => {
  let clock: FakeClock;
  let cloud: FakeCloudActs;
  let acts: Acts;
  let runner: ScenarioRunner;
  let logged: string[];

  beforeEach(() => {
    clock = new FakeClock();
    cloud = new FakeCloudActs();
    logged = [];
    acts = new Acts({ clock, cloud, region: 'us-east-1' });
    runner = new ScenarioRunner({
      clock,
      perform: (act) => acts.perform(act),
      log: (line) => logged.push(line),
    });
  });

  it('does each event at its time, those of one time in their order', async () => {
    runner.begin([
      { at: 200, do: 'lose-hosts', count: 1 },
      { at: 100, do: 'reclaim-spot', region: 'eu-west-1', instances: { zone: 'a' } },
      { at: 200, do: 'vcpu-quota', of: 'GPU', vCpus: 8 },
    ]);
    await clock.advance(99);
    expect(cloud.done).to.deep.equal([]);
    await clock.advance(1);
    expect(cloud.done).to.deep.equal(['reclaim eu-west-1 {"zone":"a"} undefined']);
    await clock.advance(100);
    expect(cloud.done.slice(1)).to.deep.equal(['lose us-east-1 {} 1', 'quota us-east-1 GPU 8']);
    expect(logged).to.deep.equal([
      'scenario: reclaim-spot (3 struck)',
      'scenario: lose-hosts (1 struck)',
      'scenario: vcpu-quota',
    ]);
    expect(runner.pending).to.equal(0);
  });

  it('goes on past an event that fails, and tells why', async () => {
    cloud.loseHosts = () => {
      throw new Error('no region');
    };
    runner.begin([
      { at: 1, do: 'lose-hosts' },
      { at: 2, do: 'jump-clock', by: 1 },
      { at: 3, do: 'reclaim-spot', count: 1 },
    ]);
    await clock.advance(3);
    expect(logged).to.deep.equal([
      'scenario: lose-hosts failed: no region',
      'scenario: jump-clock failed: the clock is the machine’s own and cannot be set',
      'scenario: reclaim-spot (1 struck)',
    ]);
  });

  it('lets nothing happen after its end', async () => {
    runner.begin([{ at: 10, do: 'lose-hosts' }]);
    runner.end();
    await clock.advance(20);
    expect(cloud.done).to.deep.equal([]);
    expect(clock.timers).to.equal(0);
  });

  describe(Acts.name, () => {
    it('ends a drought after its time, or when told, once', async () => {
      expect(acts.perform({ do: 'drought', of: { zone: 'a' }, for: 50 })).to.deep.equal({
        drought: 'drought-1',
      });
      acts.perform({ do: 'drought', of: { zone: 'b' } });
      expect(acts.droughts().map(({ id, region }) => `${id} ${region}`)).to.deep.equal([
        'drought-1 us-east-1',
        'drought-2 us-east-1',
      ]);
      await clock.advance(50);
      expect(cloud.done.at(-1)).to.equal('rain us-east-1 {"zone":"a"}');
      expect(acts.endDrought('drought-1')).to.equal(false);
      expect(acts.endDrought('drought-2')).to.equal(true);
      expect(cloud.done.at(-1)).to.equal('rain us-east-1 {"zone":"b"}');
      expect(cloud.done).to.have.length(4);
    });

    it('takes back at its end what lasts: droughts and quotas', () => {
      acts.perform({ do: 'drought', for: 50 });
      acts.perform({ do: 'vcpu-quota', of: 'SPOT', vCpus: 4 });
      acts.perform({ do: 'vcpu-quota', of: 'GPU', vCpus: 4 });
      acts.perform({ do: 'vcpu-quota', of: 'GPU', vCpus: null });
      cloud.done.length = 0;
      acts.end();
      acts.end();
      expect(cloud.done).to.deep.equal(['rain us-east-1 {}', 'quota us-east-1 SPOT undefined']);
      expect(clock.timers).to.equal(0);
    });

    it('holds a thousand droughts and no more', () => {
      for (let index = 0; index < 1000; index++) acts.perform({ do: 'drought' });
      expect(() => acts.perform({ do: 'drought' })).to.throw(RangeError, /end some/);
    });
  });
});
