import type { DirectiveValue } from '../../../../spi/index.js';
import { directiveCases } from './directive-cases.js';

const PATTERN = 'EC2 InstanceRequirements, AllowedInstanceTypes';
const wrong: readonly DirectiveValue[] = [
  '',
  'r6i',
  'r6i.',
  '*',
  'r6i.2xlarge,',
  'n1 standard.4',
  ['m5.large', 3],
  [],
  4,
  null,
  { a: 'm5.large' },
  'm5.large|m6.large',
  "m5.l'arge",
];

directiveCases('machineType', {
  served: [
    { written: 'nothing', source: PATTERN, needs: { machineTypes: [] } },
    {
      written: "machineType 'r6i.2xlarge'",
      source: 'quickstart: optional constraint',
      others: { machineType: 'r6i.2xlarge' },
      needs: { machineTypes: ['r6i.2xlarge'] },
    },
    {
      written: "machineType 'c6i.*', 'm6*.large'",
      source: PATTERN,
      others: { machineType: ['c6i.*', 'm6*.large'] },
      needs: { machineTypes: ['c6i.*', 'm6*.large'] },
    },
    {
      written: "machineType 'R6i.Large, r6i.large', one type twice",
      source: PATTERN,
      others: { machineType: 'R6i.Large, r6i.large' },
      needs: { machineTypes: ['r6i.large'] },
    },
    {
      written: "machineType 'u7i-12tb.224xlarge', 'p6-b200.48xlarge'",
      source: 'facts §8: families on Managed Instances',
      others: { machineType: ['u7i-12tb.224xlarge', 'p6-b200.48xlarge'] },
      needs: { machineTypes: ['u7i-12tb.224xlarge', 'p6-b200.48xlarge'] },
    },
  ],
  refused: wrong.map((machineType) => ({
    written: `machineType ${JSON.stringify(machineType)}`,
    source: PATTERN,
    others: { machineType },
    code: 'DIRECTIVE_INVALID',
    says: /must be an EC2 instance type as r6i\.2xlarge, a pattern as c6i\.\*.*machineType 'r6i/,
  })),
});
