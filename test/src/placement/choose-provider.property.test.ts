import { expect } from 'chai';
import * as fc from 'fast-check';
import { choosePlacement } from '../../../src/placement/choose-provider.js';
import { gpusOf } from '../../../src/placement/instance-type.js';
import type { Placement, PlacementWish } from '../../../src/placement/placement.js';
import type { Provider } from '../../../src/placement/provider.js';
import { requirementMismatch } from '../../../src/placement/requirement-mismatch.js';
import { globsOverlap } from '../../../src/placement/type-glob.js';
import { usableMemory } from '../../../src/placement/usable-memory.js';
import type { TaskNeeds } from '../../../src/request/task-needs.js';
import { placementWish, provider, taskNeeds } from '../aws-builders.js';
import { instanceTypes } from './instance-types.js';

const GIB = 1024;
const NAMES = ['a', 'b', 'c', 'd'];
const typeGlobs = fc.constantFrom(
  'm6i.*',
  'm6i.large',
  'c*',
  'r6i.2xlarge',
  'g4dn.*',
  'g5.xlarge',
  'g6f.*',
  'c7g.*',
  'p5.*',
);

const anyProvider = (name: string): fc.Arbitrary<Provider> =>
  fc
    .record({
      capacityType: fc.constantFrom('ON_DEMAND', 'SPOT', 'RESERVED'),
      active: fc.boolean(),
      storageGib: fc.constantFrom(80, 600),
      localStorage: fc.boolean(),
      accelerated: fc.boolean(),
      types: fc.option(fc.array(typeGlobs, { maxLength: 3 }), { nil: undefined }),
    })
    .map(({ types, active, ...rest }) =>
      provider({
        ...rest,
        name,
        active,
        status: active ? 'ACTIVE' : 'PROVISIONING',
        ...(types !== undefined && {
          requirements: { vCpuCount: { min: 2 }, memoryMiB: { min: 1 }, allowedInstanceTypes: types },
        }),
      }),
    );

const anyFleet = fc.tuple(...NAMES.map(anyProvider)).chain((fleet) => fc.subarray(fleet, { minLength: 1 }));

const anyNeeds: fc.Arbitrary<TaskNeeds> = fc
  .record({
    cpu: fc.constantFrom(256, 1024, 8192, 49_152),
    memory: fc.constantFrom(512, 4 * GIB, 30 * GIB, 64 * GIB, 300 * GIB),
    architecture: fc.constantFrom('X86_64', 'X86_64', 'ARM64'),
    queue: fc.oneof(fc.constant([]), fc.subarray(NAMES, { minLength: 1 })),
    machineTypes: fc.oneof(fc.constant([]), fc.array(typeGlobs, { minLength: 1, maxLength: 2 })),
    accelerator: fc.option(
      fc.record(
        { count: fc.constantFrom(0.125, 0.5, 1, 4), type: fc.constantFrom('t4', 'l4', 'a10g') },
        { requiredKeys: ['count'] },
      ),
      { nil: undefined },
    ),
    disk: fc.option(fc.constantFrom(20, 100, 500), { nil: undefined }),
  })
  .map(({ accelerator, disk, ...rest }) =>
    taskNeeds({
      ...rest,
      ...(accelerator !== undefined && { accelerator }),
      ...(disk !== undefined && { disk: { gib: disk, mountPath: '/tmp' } }),
    }),
  );

const anyWish: fc.Arbitrary<PlacementWish> = fc
  .record({
    needs: anyNeeds,
    providers: anyFleet,
    configured: fc.oneof(fc.constant([]), fc.subarray(NAMES, { minLength: 1 })),
    strategy: fc.subarray(NAMES),
    known: fc.boolean(),
    volumeRole: fc.option(fc.constant('arn:aws:iam::123456789012:role/volumes'), { nil: undefined }),
    preferOnDemand: fc.boolean(),
    strained: fc.subarray(NAMES),
  })
  .map(({ strategy, strained, known, ...rest }) =>
    placementWish({
      ...rest,
      defaultStrategy: strategy.map((capacityProvider) => ({ capacityProvider, weight: 1 })),
      instanceTypes: known ? instanceTypes : undefined,
      strained: new Set(strained),
    }),
  );

function placementsOf(wish: PlacementWish): readonly Placement[] {
  const choice = choosePlacement(wish);
  return choice.ok ? choice.placements : [];
}

/** Whether ECS, launching any type of the provider that the constraints leave, can hold the task on one. */
function holds(placement: Placement, one: Provider, { needs }: PlacementWish): boolean {
  return instanceTypes.some((type) => {
    const constrained = placement.constraints.every(({ expression }) => {
      if (expression === undefined) return true;
      if (expression.includes(' in ')) return expression.includes(type.name);
      return expression.split(' or ').some((part) => {
        const [, operator, operand = ''] = part.split(' ');
        return operator === '==' ? operand === type.name : new RegExp(`^${operand}$`).test(type.name);
      });
    });
    const { accelerator, disk } = needs;
    const gpu = gpusOf(type);
    const gpus =
      accelerator === undefined ||
      (gpu !== undefined &&
        gpu.share < 1 === accelerator.count < 1 &&
        gpu.count * gpu.share >= accelerator.count);
    const room = one.localStorage && type.localStorageGb > 0 ? type.localStorageGb : one.storageGib;
    return (
      constrained &&
      requirementMismatch(one.requirements, type) === undefined &&
      type.architectures.includes(needs.architecture) &&
      type.vCpus * 1024 >= needs.cpu &&
      usableMemory(type.memoryMiB) >= placement.memory &&
      gpus &&
      (disk === undefined || disk.gib < 30 || placement.storage.kind === 'volume' || room >= disk.gib)
    );
  });
}

/** Whether names bound the types of every provider, so that a choice rests on more than ranges. */
function named({ needs, instanceTypes: known }: PlacementWish, one: Provider): boolean {
  const listed = (one.requirements?.allowedInstanceTypes ?? []).length > 0;
  return (
    known !== undefined && (listed || needs.machineTypes.length > 0 || needs.accelerator?.type !== undefined)
  );
}

describe(`${choosePlacement.name}, whatever is asked of whatever cluster`, () => {
  it('chooses active providers that can hold the task', () => {
    fc.assert(
      fc.property(anyWish, (wish) => {
        for (const placement of placementsOf(wish)) {
          for (const { capacityProvider } of placement.strategy) {
            const one = wish.providers.find(({ name }) => name === capacityProvider);
            expect(one?.active, capacityProvider).to.equal(true);
            if (one !== undefined && named(wish, one))
              expect(holds(placement, one, wish), one.name).to.equal(true);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('never turns a yes into a no because of one more provider', () => {
    fc.assert(
      fc.property(anyWish, anyProvider('e'), (wish, more) => {
        const before = placementsOf(wish).length > 0;
        const after = placementsOf({ ...wish, providers: [...wish.providers, more] }).length > 0;
        expect(after || !before).to.equal(true);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the order of a list among those who are neither strained nor put off as Spot', () => {
    fc.assert(
      fc.property(anyWish, (wish) => {
        const list = wish.needs.queue.length > 0 ? wish.needs.queue : wish.configured;
        fc.pre(list.length > 0);
        const names = placementsOf(wish)
          .map((placement) => placement.provider)
          .filter(({ name, capacityType }) => !wish.strained.has(name) && capacityType !== 'SPOT')
          .map(({ name }) => list.indexOf(name));
        expect(names)
          .to.deep.equal([...names].sort((a, b) => a - b))
          .and.not.include(-1);
      }),
    );
  });

  it('never shrinks memory but for a pinned type’s nominal memory (docs/adr/0022)', () => {
    fc.assert(
      fc.property(anyWish, (wish) => {
        for (const { memory, notices } of placementsOf(wish)) {
          if (memory === wish.needs.memory) continue;
          const pinned = instanceTypes.filter(({ name }) => wish.needs.machineTypes.includes(name));
          expect(pinned.map(({ memoryMiB }) => memoryMiB)).to.include(wish.needs.memory);
          expect(notices.join()).to.match(/^(?:disk .*)?memory .* tasks can use less/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('refuses with every provider named, and a mend', () => {
    fc.assert(
      fc.property(anyWish, (wish) => {
        const choice = choosePlacement(wish);
        if (choice.ok) return;
        for (const { name } of wish.providers) expect(choice.problem.message).to.include(`'${name}'`);
        expect(choice.problem.fix).not.to.equal('');
      }),
    );
  });

  it('asks for machine types and GPUs that the task names, and no others', () => {
    fc.assert(
      fc.property(anyWish, (wish) => {
        const { machineTypes } = wish.needs;
        fc.pre(machineTypes.length > 0);
        for (const { constraints } of placementsOf(wish)) {
          const [first] = constraints;
          const operand =
            first?.expression?.split(' ').at(-1)?.replaceAll('[.]', '.').replaceAll('.*', '*') ?? '';
          expect(
            machineTypes.some((one) => globsOverlap(one, operand)),
            operand,
          ).to.equal(true);
        }
      }),
    );
  });
});
