import type { DirectiveValue } from '../../../../spi/index.js';
import { directiveCases } from './directive-cases.js';

const ORDER = 'design §4 provider: a name, or a list in order of preference';
const wrong: readonly DirectiveValue[] = [
  '',
  'a,',
  ['a', 1],
  [],
  7,
  true,
  null,
  { name: 'a' },
  [''],
  'spot,,gpu',
];

directiveCases('queue', {
  served: [
    { written: 'nothing', source: ORDER, needs: { queue: [] } },
    { written: "queue 'spot'", source: ORDER, others: { queue: 'spot' }, needs: { queue: ['spot'] } },
    {
      written: "queue 'spot, on-demand'",
      source: ORDER,
      others: { queue: 'spot, on-demand' },
      needs: { queue: ['spot', 'on-demand'] },
    },
    {
      written: "queue 'spot', 'a,b'",
      source: ORDER,
      others: { queue: ['spot', 'a,b'] },
      needs: { queue: ['spot', 'a', 'b'] },
    },
  ],
  refused: wrong.map((queue) => ({
    written: `queue ${JSON.stringify(queue)}`,
    source: ORDER,
    others: { queue },
    code: 'DIRECTIVE_INVALID',
    says: /name of a capacity provider, or a list of them.*my-capacity-provider/,
  })),
});
