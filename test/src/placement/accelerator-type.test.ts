import { expect } from 'chai';
import { acceleratorType, acceleratorTypeNames } from '../../../src/placement/accelerator-type.js';

/**
 * EC2's accelerated computing page has the families; AcceleratorName of the ECS API the names that requirements can
 * have: it lacks L4, L40S, H100's successors.
 */
const cases: readonly [written: string, name: string | undefined, families?: string, requirement?: string][] =
  [
    ['nvidia-tesla-t4', 'T4', 'g4dn', 't4'],
    ['nvidia-t4', 'T4', 'g4dn', 't4'],
    ['tesla-t4', 'T4', 'g4dn', 't4'],
    ['NVIDIA T4', 'T4', 'g4dn', 't4'],
    [' t4 ', 'T4', 'g4dn', 't4'],
    ['t4g', 'T4g', 'g5g', 't4g'],
    ['a10g', 'A10G', 'g5', 'a10g'],
    ['nvidia-a10g', 'A10G', 'g5', 'a10g'],
    ['l4', 'L4', 'g6 g6f gr6 gr6f'],
    ['nvidia-l40s', 'L40S', 'g6e'],
    ['v100', 'V100', 'p3dn', 'v100'],
    ['nvidia-tesla-v100', 'V100', 'p3dn', 'v100'],
    ['a100', 'A100', 'p4d p4de', 'a100'],
    ['a100-40gb', 'A100', 'p4d', 'a100'],
    ['nvidia-a100-80gb', 'A100', 'p4de', 'a100'],
    ['h100', 'H100', 'p5', 'h100'],
    ['nvidia-h100-80gb', 'H100', 'p5', 'h100'],
    ['h200', 'H200', 'p5en'],
    ['h200-141gb', 'H200', 'p5en'],
    ['b200', 'B200', 'p6-b200'],
    ['b300', 'B300', 'p6-b300'],
    ['rtx_pro_6000', 'RTX PRO Server 6000', 'g7e'],
    ['rtx-pro-server-6000', 'RTX PRO Server 6000', 'g7e'],
    ['amd-radeon-pro-v520', 'Radeon Pro V520', 'g4ad', 'radeon-pro-v520'],
    ['v520', 'Radeon Pro V520', 'g4ad', 'radeon-pro-v520'],
    ['g5', 'A10G', 'g5', 'a10g'],
    ['g6f', 'L4', 'g6f'],
    ['p4de', 'A100', 'p4de', 'a100'],
    ['p6-b200', 'B200', 'p6-b200'],
    // Of families that Managed Instances do not launch (facts §8), or no GPU of EC2 at all.
    ['k80', undefined],
    ['m60', undefined],
    ['tpu-v3', undefined],
    ['my-nvidia-t4', undefined],
    ['', undefined],
  ];

describe(acceleratorType.name, () => {
  for (const [written, name, families, requirementName] of cases) {
    it(`reads '${written}' as ${name === undefined ? 'nothing' : `${name} of ${families ?? ''}`}`, () => {
      expect(acceleratorType(written)).to.deep.equal(
        name === undefined
          ? undefined
          : {
              name,
              families: families?.split(' '),
              ...(requirementName !== undefined && { requirementName }),
            },
      );
    });
  }

  it('lists the names it knows in order, each of which it reads', () => {
    expect(acceleratorTypeNames)
      .to.deep.equal([...acceleratorTypeNames].sort())
      .and.include.members(['a100', 'a100-80gb', 'g4dn', 't4']);
    expect(new Set(acceleratorTypeNames).size).to.equal(acceleratorTypeNames.length);
    for (const name of acceleratorTypeNames) expect(acceleratorType(name), name).not.to.equal(undefined);
  });
});
