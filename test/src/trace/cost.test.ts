import { expect } from 'chai';
import fc from 'fast-check';
import type { EcsInstance, EcsTask } from '../../../src/aws/ecs-api.js';
import { costOf, priceModelOf, shareOf } from '../../../src/trace/cost.js';
import type { PriceTable } from '../../../src/trace/price-table.js';
import { ecsInstance, ecsTask, endedTask, provider } from '../aws-builders.js';

const HOUR = 3_600_000;

const table: PriceTable = {
  date: '2026-11-26',
  region: 'eu-west-1',
  feeShare: 0.12,
  families: new Map([['m6i', { onDemand: 0.1 }]]),
  types: new Map([['g5.12xlarge', { onDemand: 6, spot: 2 }]]),
};

const large = ecsInstance('arn:instance', { cpu: 2048, memory: 7_168 });
const gpus = ecsInstance('arn:gpu', { type: 'g5.12xlarge', cpu: 49_152, memory: 190_000, gpus: 4 });

/** A task that was on its instance for so long. */
function task(ms: number, changes: Partial<EcsTask> = {}): EcsTask {
  return endedTask(0, {
    cpu: '2048',
    memory: '7168',
    createdAt: 1_000,
    pullStartedAt: 50_000,
    startedAt: 60_000,
    stoppedAt: 50_000 + ms,
    ...changes,
  });
}

function dollars(one: EcsTask, instance: EcsInstance = large): number {
  const cost = costOf(one, instance, 'on-demand', table);
  if (cost === undefined) throw new Error('there is no cost');
  return cost.dollars;
}

describe(costOf.name, () => {
  it('takes the whole instance and its fee for a task that has all of it', () => {
    expect(dollars(task(HOUR))).to.be.closeTo(0.112, 1e-12);
    expect(dollars(task(HOUR / 4))).to.be.closeTo(0.028, 1e-12);
  });

  it('is the same for two halves as for a whole', () => {
    const half = dollars(task(HOUR, { cpu: '1024', memory: '3584' }));
    expect(2 * half).to.be.closeTo(dollars(task(HOUR)), 1e-12);
  });

  it('reckons up to now what has not ended, from the pull or the start on', () => {
    const running = ecsTask({ cpu: '2048', memory: '7168', createdAt: 1_000 });
    const soFar = (changes: Partial<EcsTask>, now?: number): number | undefined =>
      costOf({ ...running, ...changes }, large, 'on-demand', table, now)?.dollars;
    expect(soFar({ pullStartedAt: 50_000, startedAt: 60_000 }, 50_000 + HOUR)).to.be.closeTo(0.112, 1e-12);
    expect(soFar({ startedAt: 60_000 }, 60_000 + HOUR / 2)).to.be.closeTo(0.056, 1e-12);
    expect(soFar({ startedAt: 60_000 }), 'nobody asks for so far').to.equal(undefined);
    expect(soFar({}, HOUR), 'it waits').to.equal(undefined);
  });

  const size = fc.integer({ min: 1, max: 400_000 });
  const span = fc.integer({ min: -HOUR, max: 400 * HOUR });

  it('is above nothing and at most the whole instance, whatever the task', () => {
    fc.assert(
      fc.property(size, size, span, (cpu, memory, ms) => {
        const cost = dollars(task(ms, { cpu: `${cpu}`, memory: `${memory}` }));
        expect(cost).to.be.above(0);
        expect(cost).to.be.most(0.112 * (Math.max(60_000, ms) / HOUR) + 1e-9);
      }),
    );
  });

  it('never falls as time, cpu or memory grow', () => {
    fc.assert(
      fc.property(size, size, span, fc.nat(1_000_000), (cpu, memory, ms, more) => {
        const cost = (addedCpu: number, addedMemory: number, addedMs: number): number =>
          dollars(task(ms + addedMs, { cpu: `${cpu + addedCpu}`, memory: `${memory + addedMemory}` }));
        const least = cost(0, 0, 0) - 1e-12;
        expect(cost(more, 0, 0)).to.be.least(least);
        expect(cost(0, more, 0)).to.be.least(least);
        expect(cost(0, 0, more)).to.be.least(least);
      }),
    );
  });

  it('adds up to the whole instance over tasks that fill it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2048 }), fc.integer({ min: 0, max: 7168 }), (cpu, memory) => {
        fc.pre(cpu + memory > 0 && cpu + memory < 2048 + 7168);
        const one = dollars(task(HOUR, { cpu: `${cpu}`, memory: `${memory}` }));
        const other = dollars(task(HOUR, { cpu: `${2048 - cpu}`, memory: `${7168 - memory}` }));
        expect(one + other).to.be.closeTo(0.112, 1e-12);
      }),
    );
  });

  it('is that of a minute at least, also where clocks disagree', () => {
    expect(dollars(task(1_000))).to.equal(dollars(task(60_000)));
    expect(dollars(task(-5_000))).to.equal(dollars(task(60_000)));
    expect(dollars(task(61_000))).to.be.above(dollars(task(60_000)));
  });

  it('counts from the pull, else from the start, else from when the task was taken, to its very end', () => {
    const size = { cpu: '2048', memory: '7168' };
    const over = { createdAt: 0, startedAt: HOUR, stoppedAt: 3 * HOUR };
    expect(dollars(endedTask(0, { ...size, ...over, pullStartedAt: 2 * HOUR }))).to.be.closeTo(0.112, 1e-12);
    expect(dollars(endedTask(0, { ...size, ...over }))).to.be.closeTo(0.224, 1e-12);
    const unstarted = { createdAt: 0, executionStoppedAt: 2 * HOUR };
    expect(dollars(endedTask(0, { ...size, ...unstarted }))).to.be.closeTo(0.224, 1e-12);
    expect(dollars(endedTask(0, { ...size, ...unstarted, stoppedAt: 3 * HOUR }))).to.be.closeTo(0.336, 1e-12);
  });

  it('gives a GPU task its share of the GPUs', () => {
    const containers = [{ name: 'main', gpuIds: ['GPU-1', 'GPU-2'] }];
    const half = task(HOUR, { cpu: '24576', memory: '95000', containers });
    expect(dollars(half, gpus)).to.be.closeTo((6 * 1.12) / 2, 1e-12);
    const without = task(HOUR, { cpu: '24576', memory: '95000' });
    expect(dollars(without, gpus)).to.be.below(dollars(half, gpus));
  });

  for (const [model, expected, basis] of [
    ['on-demand', 6.72, 'on-demand price (eu-west-1, 2026-11-26)'],
    ['spot', 2.72, 'spot price (eu-west-1, 2026-11-26)'],
    ['reserved', 6.72, 'at most, by the on-demand price (eu-west-1, 2026-11-26)'],
    [undefined, 6.72, 'at most, by the on-demand price (eu-west-1, 2026-11-26)'],
  ] as const) {
    it(`says by which price it reckons an instance that is ${model ?? 'paid nobody knows how'}`, () => {
      const whole = task(HOUR, {
        cpu: '49152',
        memory: '190000',
        containers: [{ name: 'main', gpuIds: ['1', '2', '3', '4'] }],
      });
      const cost = costOf(whole, gpus, model, table);
      expect(cost?.dollars).to.be.closeTo(expected, 1e-9);
      expect(cost?.basis).to.equal(basis);
    });
  }

  it('reckons Spot at the on-demand price at most where the table has no price of Spot', () => {
    expect(costOf(task(HOUR), large, 'spot', table)).to.deep.equal({
      dollars: dollars(task(HOUR)),
      basis: 'at most, by the on-demand price (eu-west-1, 2026-11-26)',
    });
  });

  const typeless = { arn: 'x', cpu: 2048, memory: 7_168, gpus: 0 };
  const running = ecsTask({ cpu: '2048', memory: '7168', createdAt: 0, pullStartedAt: 1, startedAt: 2 });
  for (const [title, one, instance] of [
    ['an instance that is not known', task(HOUR), undefined],
    ['an instance without a type', task(HOUR), typeless],
    ['a type without a price', task(HOUR), ecsInstance('x', { type: 'u-6tb1.metal' })],
    ['an instance without its size', task(HOUR), ecsInstance('x', { cpu: 0, memory: 0 })],
    ['a task without its size', { ...task(HOUR), cpu: 'much' }, large],
    ['a task that runs', running, large],
  ] as const) {
    it(`knows none for ${title}`, () => {
      expect(costOf(one, instance, 'on-demand', table)).to.equal(undefined);
    });
  }
});

describe(shareOf.name, () => {
  // AWS's own examples: m5.xlarge at 1:9, p3.16xlarge at 9 : (0.9 : 0.1).
  it('weighs a vCPU as much as 9 GB', () => {
    const m5 = ecsInstance('m5', { cpu: 4096, memory: 16_384 });
    const share = shareOf(endedTask(0, { cpu: '1024', memory: '4096' }), m5) ?? 0;
    expect(share).to.be.closeTo((9 + 4) / (9 * 4 + 16), 1e-12);
  });

  it('weighs a GPU as much as ten vCPUs', () => {
    const p3 = ecsInstance('p3', { cpu: 64 * 1024, memory: 488 * 1024, gpus: 8 });
    const containers = [{ name: 'main', gpuIds: ['1'] }];
    const share = shareOf(endedTask(0, { cpu: '4096', memory: '102400', containers }), p3) ?? 0;
    expect(share).to.be.closeTo((9 + 0.9 * 4 + 0.1 * 100) / (9 * 8 + 0.1 * 488 + 0.9 * 64), 1e-12);
  });
});

describe(priceModelOf.name, () => {
  const providers = [
    provider(),
    provider({ name: 'spot', capacityType: 'SPOT' }),
    provider({ name: 'kept', capacityType: 'RESERVED' }),
  ];
  for (const [name, model] of [
    ['MANAGED_INSTANCES', 'on-demand'],
    ['spot', 'spot'],
    ['kept', 'reserved'],
    ['gone', undefined],
  ] as const) {
    it(`is ${model ?? 'not known'} on provider ${name}`, () => {
      expect(priceModelOf(endedTask(0, { capacityProvider: name }), providers)).to.equal(model);
    });
  }

  it('is not known of a task without a provider', () => {
    expect(priceModelOf(endedTask(0), providers)).to.equal(undefined);
  });
});
