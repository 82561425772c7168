import { expect } from 'chai';
import { LocalControl } from '../../../local/control/local-control.js';
import { ScenarioError } from '../../../local/faults/scenario/scenario-error.js';
import { FakeClock } from '../../support/fake-clock.js';
import { controlled, virtualStart, type Controlled } from './control-fixture.js';

const call = { service: 'ecs', operation: 'RunTask', region: 'us-east-1' };

describe(LocalControl.name, () => {
  let parts: Controlled;
  let control: LocalControl;

  beforeEach(() => {
    parts = controlled();
    control = parts.control;
  });

  it('begins a scenario: rules, events, simulated tasks, under its seed', async () => {
    control.load({
      seed: 'x',
      calls: [{ effect: { kind: 'reset' } }],
      images: [{ image: '*', fails: 'network' }],
      tasks: [{ effect: { kind: 'missing' } }],
      events: [{ at: 1000, do: 'lose-hosts', count: 2 }],
      simulated: [{ exitCode: 1 }],
    });
    expect(parts.callFaults.strike(call)?.strike).to.deep.equal({ kind: 'reset' });
    expect(control.faults().images.map(({ id }) => id)).to.deep.equal(['images-1']);
    expect(control.faults().tasks.map(({ id }) => id)).to.deep.equal(['tasks-1']);
    expect(parts.simulated.at(-1)).to.deep.equal([[{ exitCode: 1 }], 'x']);
    expect(control.pendingEvents).to.equal(1);
    await control.time?.advance(1000);
    expect(parts.cloud.done).to.deep.equal(['lose us-east-1 {} 2']);
  });

  it('takes back what the scenario before had in force', async () => {
    control.load({ calls: [{ effect: { kind: 'reset' } }], events: [{ at: 10, do: 'lose-hosts' }] });
    control.act({ do: 'drought' });
    control.load({ tasks: [{ effect: { kind: 'missing' } }] });
    await control.time?.advance(100);
    expect(parts.cloud.done).to.deep.equal(['drought us-east-1 {}', 'rain us-east-1 {}']);
    expect(control.faults().calls).to.deep.equal([]);
    expect(control.faults().tasks).to.have.length(1);
    control.end();
    expect(control.faults().tasks).to.deep.equal([]);
  });

  it('leaves everything in force where a scenario is refused', () => {
    control.load({ calls: [{ effect: { kind: 'reset' } }], events: [{ at: 10, do: 'lose-hosts' }] });
    expect(() => control.load({ calls: [{ effect: { kind: 'latency', ms: -1 } }] })).to.throw(ScenarioError);
    expect(control.faults().calls).to.have.length(1);
    expect(control.pendingEvents).to.equal(1);
  });

  it('meets the same calls with the same faults each time a scenario is begun', () => {
    const run = (): readonly boolean[] => {
      control.load({ seed: 's', calls: [{ probability: 0.5, effect: { kind: 'lost-answer' } }] });
      return Array.from({ length: 64 }, () => parts.callFaults.strike(call) !== undefined);
    };
    const first = run();
    expect(new Set(first).size).to.equal(2);
    expect(run()).to.deep.equal(first);
  });

  it('adds rules whose time begins when they are added, and takes them out', async () => {
    await control.time?.advance(5000);
    const [id = ''] = control.addFaults({ calls: [{ to: 10, effect: { kind: 'reset' } }] });
    expect(parts.callFaults.strike(call)?.rules).to.deep.equal([id]);
    await control.time?.advance(10);
    expect(parts.callFaults.strike(call)).to.equal(undefined);
    expect(control.removeFault(id)).to.equal(true);
    expect(control.removeFault(id)).to.equal(false);
    control.addFaults({ tasks: [{ effect: { kind: 'missing' } }] });
    expect(control.clearFaults()).to.equal(1);
  });

  it('adds none of several rules where there is no room for all', () => {
    control.addFaults({
      images: [{ image: '*', fails: 'network' }],
      calls: Array(999).fill({ effect: { kind: 'reset' } }),
    });
    const more = { calls: Array(2).fill({ effect: { kind: 'reset' } }) };
    expect(() => control.addFaults(more)).to.throw(RangeError, /1000 rules/);
    expect(control.faults().calls).to.have.length(999);
  });

  it('sets the clock where time is virtual, by an act or itself', () => {
    control.act({ do: 'jump-clock', by: -1000 });
    expect(control.now()).to.equal(virtualStart - 1000);
  });

  it('leaves no timer when it closes, and does nothing more to its cloud', async () => {
    control.load({ events: [{ at: 10, do: 'lose-hosts' }] });
    control.act({ do: 'drought', for: 20 });
    control.close();
    expect(control.time?.pending).to.equal(0);
    await control.time?.advance(100);
    expect(parts.cloud.done).to.deep.equal(['drought us-east-1 {}']);
  });

  it('has no time to set where it is the machine’s', () => {
    const real = controlled(new FakeClock()).control;
    expect(real.time).to.equal(undefined);
    expect(() => real.act({ do: 'jump-clock', by: 1 })).to.throw(ScenarioError, /virtual time/);
    expect(() => real.load({ simulated: [] })).to.throw(ScenarioError, /simulated/);
  });
});
