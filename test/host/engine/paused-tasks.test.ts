import { expect } from 'chai';
import { PausedTasks } from '../../../host/engine/paused-tasks.js';
import { Deferred } from '../../support/deferred.js';
import { FakeClock, settle } from '../../support/fake-clock.js';

describe(PausedTasks.name, () => {
  let clock: FakeClock;
  let paused: PausedTasks<string>;
  let told: string[];

  beforeEach(() => {
    clock = new FakeClock();
    paused = new PausedTasks(clock);
    told = [];
  });

  const ends = (task: string): Parameters<typeof paused.behind<string>>[2] => ({
    done: (image) => told.push(`${task} ${image}`),
    failed: (error) => told.push(`${task} ${String(error)}`),
  });

  it('lets a task go on when its time has come', async () => {
    paused.until('a', 1000, () => told.push('a'));
    await clock.advance(999);
    expect(told).to.deep.equal([]);
    await clock.advance(1);
    expect(told).to.deep.equal(['a']);
    expect(paused.take('a')).to.equal(false);
  });

  it('leaves no timer of what is taken out', async () => {
    paused.until('a', 1000, () => told.push('a'));
    paused.until('b', 1000, () => told.push('b'));
    expect(paused.take('a')).to.equal(true);
    expect(paused.takeAll()).to.deep.equal(['b']);
    expect(clock.timers).to.equal(0);
    await clock.advance(2000);
    expect(told).to.deep.equal([]);
    expect(paused.takeAll()).to.deep.equal([]);
  });

  it('lets a task go on when what it waits for is there, or cannot be had', async () => {
    paused.behind('a', Promise.resolve('image'), ends('a'));
    paused.behind('b', Promise.reject(new Error('no')), ends('b'));
    await settle();
    expect(told).to.deep.equal(['a image', 'b Error: no']);
  });

  it('hears no late answer: neither of what was taken out, nor of what waits anew', async () => {
    const [early, late] = [new Deferred<string>(), new Deferred<string>()];
    paused.behind('a', early.promise, ends('a'));
    expect(paused.take('a')).to.equal(true);
    paused.behind('a', late.promise, ends('a'));
    early.resolve('early');
    await settle();
    expect(told).to.deep.equal([]);
    late.resolve('late');
    await settle();
    expect(told).to.deep.equal(['a late']);
  });
});
