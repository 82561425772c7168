import { expect } from 'chai';
import fc from 'fast-check';
import { TaskStore } from '../../../../local/ecs/task/task-store.js';
import { type TaskFilter } from '../../../../local/ecs/task/task-shelf.js';
import { type EcsTask } from '../../../../local/ecs/task/task.js';
import { noState } from '../../../../local/state/state-book.js';
import { aCluster, aTask } from '../task-builder.js';

const hour = 3_600_000;

/** A store on a clock that stands where it is put. */
function storeAt(): { store: TaskStore; time: { now: number }; add: (changes?: object) => EcsTask } {
  const time = { now: 0 };
  const store = new TaskStore({ now: () => time.now, retention: hour, state: noState, kind: 'task' });
  const cluster = aCluster();
  const add = (changes: object = {}): EcsTask => {
    const task: EcsTask = { ...aTask({ cluster, serial: store.nextSerial, now: time.now }), ...changes };
    store.add(task);
    return task;
  };
  return { store, time, add };
}

const move = (store: TaskStore, task: EcsTask, status: EcsTask['lastStatus'], now: number): void => {
  task.lastStatus = status;
  if (status !== 'RUNNING') task.desiredStatus = 'STOPPED';
  if (status === 'STOPPED') task.times.stoppedAt = now;
  store.changed(task);
};

describe(TaskStore.name, () => {
  it('finds exactly what a filter chooses, in the order of creation, from any task on', () => {
    const change = fc.record({
      startedBy: fc.constantFrom('a', 'b', undefined),
      instance: fc.constantFrom(undefined, 'i-1', 'i-2'),
      fate: fc.constantFrom('keep', 'run', 'end', 'stop'),
    });
    const filters = fc.record(
      {
        desiredStatus: fc.constantFrom('RUNNING', 'STOPPED'),
        startedBy: fc.constantFrom('a', 'b'),
        family: fc.constantFrom('nf-ubuntu', 'other'),
        instance: fc.constantFrom('i-1', 'i-2'),
      },
      { requiredKeys: ['desiredStatus'] },
    ) as fc.Arbitrary<TaskFilter>;
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 30 }),
        filters,
        fc.integer({ min: -1, max: 30 }),
        (all, filter, from) => {
          const { store, add } = storeAt();
          const tasks = all.map(({ startedBy, instance, fate }) => {
            const task = add({ startedBy });
            if (instance !== undefined)
              task.instance = { arn: instance, ec2Id: instance, type: 'm7i.large', subnet: 'subnet-a' };
            if (fate === 'run') move(store, task, 'RUNNING', 0);
            if (fate === 'end') move(store, task, 'STOPPING', 0);
            if (fate === 'stop') move(store, task, 'STOPPED', 0);
            store.changed(task);
            return task;
          });
          const expected = tasks.filter(
            (task) =>
              task.serial > from &&
              task.desiredStatus === filter.desiredStatus &&
              (filter.startedBy === undefined || task.startedBy === filter.startedBy) &&
              (filter.family === undefined || task.definition.family === filter.family) &&
              (filter.instance === undefined || task.instance?.arn === filter.instance),
          );
          const found = [...store.listed('nextflow-cluster', from, filter)];
          expect(found.map(({ serial }) => serial)).to.deep.equal(expected.map(({ serial }) => serial));
          const running = tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length;
          const living = tasks.filter(({ lastStatus }) => lastStatus !== 'STOPPED').length;
          expect(store.counts('nextflow-cluster')).to.include({ running, living });
        },
      ),
    );
  });

  it('knows a stopped task for an hour, and nothing of it after [3b.3]', () => {
    const { store, time, add } = storeAt();
    const task = add({ startedBy: 'me' });
    move(store, task, 'STOPPED', time.now);
    time.now = hour - 1;
    expect(store.byArn(task.arn)).to.equal(task);
    time.now = hour;
    expect(store.byArn(task.arn)).to.equal(undefined);
    expect([...store.listed('nextflow-cluster', -1, { desiredStatus: 'STOPPED' })]).to.deep.equal([]);
    expect(store.counts('nextflow-cluster')).to.deep.equal({ running: 0, pending: 0, living: 0 });
  });

  it('does not grow over days of ten thousand tasks an hour', () => {
    const { store, time, add } = storeAt();
    let most = 0;
    // Ten a step instead of ten thousand: what counts is that hours do not add up.
    for (let step = 0; step < 72; step++) {
      const tasks = Array.from({ length: 10 }, () => add({ startedBy: `run-${step}` }));
      time.now += hour;
      for (const task of tasks) move(store, task, 'STOPPED', time.now);
      store.byId('');
      const shown = [...store.listed('nextflow-cluster', -1, { desiredStatus: 'STOPPED' })].length;
      most = Math.max(most, shown);
    }
    expect(most).to.equal(10);
  });
});
