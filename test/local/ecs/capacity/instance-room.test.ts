import { expect } from 'chai';
import fc from 'fast-check';
import { instanceType } from '../../../../local/ec2/instance-type.js';
import { InstanceRoom, tasksHeld } from '../../../../local/ecs/capacity/instance-room.js';
import { usableMemory } from '../../../../local/ecs/capacity/usable-memory.js';

const roomOf = (name: string): InstanceRoom => {
  let serial = 0;
  return new InstanceRoom(instanceType(name), () => `GPU-${serial++}`);
};
const small = { cpu: 256, memoryMiB: 512, gpus: 0 };

describe(usableMemory.name, () => {
  it('is below the nominal size of every type, by less than a tenth of 8 GiB and more [2d.6]', () => {
    for (const gib of [8, 16, 64, 256, 768]) {
      expect(usableMemory(gib * 1024)).to.be.within(gib * 1024 * 0.9, gib * 1024 - 1);
    }
  });
});

describe(InstanceRoom.name, () => {
  it('registers all CPU, memory below nominal and the GPUs of its type', () => {
    expect(roomOf('g5.12xlarge').all).to.deep.include({
      cpu: 49_152,
      memoryMiB: usableMemory(196_608),
      gpus: 4,
    });
  });

  it('gives each task GPUs of its own, and has them back [8.11]', () => {
    const room = roomOf('g5.12xlarge');
    const one = room.take({ ...small, gpus: 3 }, 'host');
    expect(one.gpuIds).to.deep.equal(['GPU-0', 'GPU-1', 'GPU-2']);
    expect(room.holds({ ...small, gpus: 2 }, 'host')).to.equal(false);
    expect(room.take({ ...small, gpus: 1 }, 'host').gpuIds).to.deep.equal(['GPU-3']);
    room.give(one);
    expect(room.freeGpuIds).to.have.members(['GPU-0', 'GPU-1', 'GPU-2']);
  });

  it('gives ALL GPUs of an instance to who asks for them, while nobody has one [8.5]', () => {
    const room = roomOf('g5.12xlarge');
    const all = { ...small, gpus: 1, allGpus: true } as const;
    const one = room.take({ ...small, gpus: 1 }, 'host');
    expect(room.holds(all, 'host')).to.equal(false);
    room.give(one);
    expect(room.take(all, 'host').gpuIds).to.have.length(4);
    expect(room.holds({ ...small, gpus: 1 }, 'host')).to.equal(false);
    expect(room.holds(small, 'host')).to.equal(true);
  });

  it('lets fractions share the GPU of a fractional type up to what it has', () => {
    const room = roomOf('g6f.4xlarge');
    const quarter = { ...small, gpus: 0.25 };
    expect(room.take(quarter, 'host').gpuIds).to.deep.equal(['GPU-0']);
    expect(room.take(quarter, 'host').gpuIds).to.deep.equal(['GPU-0']);
    expect(room.holds({ ...small, gpus: 0.125 }, 'host')).to.equal(false);
    expect(room.freeGpuIds).to.deep.equal([]);
  });

  it('gives Neuron devices to one task, all of them [8.6]', () => {
    const room = roomOf('inf2.xlarge');
    const neuron = { ...small, allNeuronDevices: true } as const;
    const taken = room.take(neuron, 'host');
    expect(room.holds(neuron, 'host')).to.equal(false);
    room.give(taken);
    expect(room.holds(neuron, 'host')).to.equal(true);
    expect(tasksHeld(instanceType('m6i.xlarge'), neuron, 'host')).to.equal(0);
  });

  it('never gives more than it has, and has all back at the end', () => {
    const needs = fc.record({
      cpu: fc.integer({ min: 0, max: 8192 }),
      memoryMiB: fc.integer({ min: 0, max: 20_000 }),
      gpus: fc.constantFrom(0, 0, 1, 2),
    });
    const mode = fc.constantFrom('host' as const, 'awsvpc' as const);
    fc.assert(
      fc.property(fc.array(fc.tuple(needs, mode, fc.boolean())), (steps) => {
        const room = roomOf('g4dn.12xlarge');
        const held: ReturnType<InstanceRoom['take']>[] = [];
        for (const [wanted, networkMode, leaves] of steps) {
          const first = leaves ? held.shift() : undefined;
          if (first !== undefined) room.give(first);
          else if (room.holds(wanted, networkMode)) held.push(room.take(wanted, networkMode));
          const left = room.remaining;
          expect(Math.min(left.cpu, left.memoryMiB, left.interfaces, left.gpus)).to.be.at.least(0);
          const ids = held.flatMap(({ gpuIds }) => gpuIds);
          expect(new Set(ids).size).to.equal(ids.length);
        }
        held.forEach((taken) => room.give(taken));
        expect(room.remaining).to.deep.equal(room.all);
        expect(room.freeGpuIds).to.have.members(room.gpuIds);
      }),
    );
  });
});
