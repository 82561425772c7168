import type { DirectiveValue } from '../../../../spi/index.js';
import { directiveCases } from './directive-cases.js';

const DAY = 86_400_000;
const DRAIN = 'facts §2d: drain starts on day 14';
const wrong: readonly DirectiveValue[] = [0, 999, -1, 1500.5, '2h', null, true, [1], { a: 1 }, Infinity];

directiveCases('time', {
  served: [
    { written: 'nothing', source: DRAIN, needs: { timeLimit: undefined } },
    { written: "time '2h'", source: DRAIN, others: { time: 7_200_000 }, needs: { timeLimit: 7_200_000 } },
    { written: "time '1s'", source: 'design §4 time', others: { time: 1000 }, needs: { timeLimit: 1000 } },
    { written: "time '14d'", source: DRAIN, others: { time: 14 * DAY }, needs: { timeLimit: 14 * DAY } },
    {
      written: "time '15d', clamped",
      source: DRAIN,
      others: { time: 15 * DAY },
      needs: { timeLimit: 14 * DAY },
      notice:
        /^Process HELLO, directive time: .* 14 days at most, so its limit is 14 days\. .* older instance .* about 7\.$/,
    },
  ],
  refused: wrong.map((time) => ({
    written: `time ${JSON.stringify(time)}`,
    source: 'design §4 time',
    others: { time },
    code: 'DIRECTIVE_INVALID',
    says: /1 second or more .*time '2h'/,
  })),
});

directiveCases('maxSubmitAwait', {
  served: [
    {
      written: "maxSubmitAwait '30 min'",
      source: 'docs/adr/0020',
      others: { maxSubmitAwait: 1_800_000 },
      needs: { timeLimit: undefined },
    },
  ],
  refused: [0, -1, 1.5, '30 min', null, true, [1], { a: 1 }].map((maxSubmitAwait) => ({
    written: `maxSubmitAwait ${JSON.stringify(maxSubmitAwait)}`,
    source: 'docs/adr/0020',
    others: { maxSubmitAwait },
    code: 'DIRECTIVE_INVALID',
    says: /longer than 0 .*maxSubmitAwait '30 min'/,
  })),
});
