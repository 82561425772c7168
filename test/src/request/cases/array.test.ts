import { directiveCases } from './directive-cases.js';

const NONE = 'quickstart, limitation 2: no task arrays';

directiveCases('array', {
  served: [
    {
      written: 'array 100, of which each task is submitted',
      source: NONE,
      others: { array: 100 },
      run: { count: 1 },
      notice:
        /^Process HELLO, directive array: ECS has no task arrays: each task is submitted individually\.$/,
    },
    { written: 'array 1', source: NONE, others: { array: 1 }, notice: /individually/ },
  ],
  refused: [0, -2, 1.5, '100', null, true, [2]].map((array) => ({
    written: `array ${JSON.stringify(array)}`,
    source: NONE,
    others: { array },
    code: 'DIRECTIVE_INVALID',
    says: /whole number above 0 .*Remove it/,
  })),
});
