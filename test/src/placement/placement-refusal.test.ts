import { expect } from 'chai';
import type { Misfit } from '../../../src/placement/misfit.js';
import { placementRefusal } from '../../../src/placement/placement-refusal.js';
import { provider, taskNeeds } from '../aws-builders.js';

const needs = taskNeeds({
  cpu: 96 * 1024,
  memory: 512,
  machineTypes: ['m6i.*', 'c6i.large'],
  accelerator: { count: 2, type: 't4' },
  disk: { gib: 500, mountPath: '/tmp' },
});
const misfit = (need: Misfit['need'], why = `lacks ${need ?? 'it'}`): Misfit => ({
  why,
  would: 'more',
  ...(need !== undefined && { need }),
});
const asked = { needs, names: undefined, path: 'aws.ecs.capacityProvider' };

describe(placementRefusal.name, () => {
  const blamed: readonly [needs: Misfit['need'][][], path: string, found: string | undefined][] = [
    [[['cpus']], 'directive cpus', '96'],
    [[['memory']], 'directive memory', '512 MiB'],
    [[['disk']], 'directive disk', '500 GiB'],
    [[['machineType']], 'directive machineType', "'m6i.*', 'c6i.large'"],
    [[['accelerator']], 'directive accelerator', '2 of type t4'],
    [[['arch']], 'directive arch', 'X86_64'],
    [[['memory', 'cpus']], 'directive cpus, memory', '96, 512 MiB'],
    [[['memory', 'cpus'], ['cpus']], 'directive cpus', '96'],
    [[['memory'], ['cpus']], 'directive cpus, memory', '96, 512 MiB'],
    [[[undefined]], 'aws.ecs.capacityProvider', undefined],
  ];
  for (const [lists, path, found] of blamed) {
    it(`blames ${path} where the providers lack ${JSON.stringify(lists)}`, () => {
      const seen = lists.map((list, index) => ({
        provider: provider({ name: `p${index}` }),
        misfits: list.map((need) => misfit(need)),
      }));
      const problem = placementRefusal({ ...asked, seen });
      expect(problem.path).to.equal(path);
      expect(problem.found).to.equal(found);
      expect(problem.code).to.equal('CAPACITY_PROVIDER_UNSUITABLE');
    });
  }

  it('says a reason once, however many machine types meet it', () => {
    const seen = [
      { provider: provider({ name: 'p' }), misfits: [misfit('arch'), misfit('arch'), misfit('cpus')] },
    ];
    expect(placementRefusal({ ...asked, seen }).message).to.equal(
      "no capacity provider that may be used fits: 'p' (ACTIVE, ON_DEMAND): lacks arch, lacks cpus (it would take more)",
    );
  });

  it('says of a provider that would fit but is not active that it cannot be used now', () => {
    const seen = [
      { provider: provider({ name: 'off', active: false, status: 'UPDATING' }), misfits: [] },
      { provider: provider({ name: 'p' }), misfits: [misfit('arch')] },
    ];
    const problem = placementRefusal({ ...asked, seen });
    expect(problem.message).to.include("'off' (UPDATING, ON_DEMAND): cannot be used now; ");
    expect(problem.fix).to.match(
      /^Change what the process asks for, or create a provider that fits: aws ecs create-capacity-provider/,
    );
  });

  it('names both ways to disk space where a provider lacks nothing else', () => {
    const seen = [
      { provider: provider({ name: 'p' }), misfits: [misfit('disk')] },
      { provider: provider({ name: 'q' }), misfits: [misfit('disk'), misfit('cpus')] },
    ];
    expect(placementRefusal({ ...asked, seen }).fix)
      .to.match(/^Set aws\.ecs\.volumeRole to the role/)
      .and.match(/storageSizeGiB is enough\.$/);
    expect(placementRefusal({ ...asked, seen: seen.slice(1) }).fix).to.match(/^Change what/);
  });

  it('looks for the blame among the named alone', () => {
    const seen = [
      { provider: provider({ name: 'p' }), misfits: [misfit('arch')] },
      { provider: provider({ name: 'q' }), misfits: [misfit('cpus')] },
    ];
    const problem = placementRefusal({ ...asked, seen, names: ['q'], path: 'directive queue' });
    expect(problem.path).to.equal('directive cpus');
  });
});
