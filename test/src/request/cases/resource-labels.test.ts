import type { DirectiveValue } from '../../../../spi/index.js';
import { directiveCases } from './directive-cases.js';

const TAG = 'facts §3a tags; API Tag';
const many = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`label-${String(n).padStart(2, '0')}`, 'x']));
/** What every task of the tables has. */
const ours = [
  ['sessionId', 'session-1'],
  ['runName', 'happy_curie'],
  ['processName', 'HELLO'],
  ['taskName', 'HELLO _1_'],
  ['taskHash', '00000000000000000000000000000001'],
  ['workDir', 's3://my-bucket/work/00/000000000000000000000000000001'],
  ['n', '0'],
].map(([key, value]) => ({ key: `nextflow.io/${key}`, value }));
const tags = (more: Readonly<Record<string, string>>): object[] => [
  ...ours,
  ...Object.entries(more).map(([key, value]) => ({ key, value })),
];
const wrong: readonly (readonly [Record<string, DirectiveValue>, RegExp])[] = [
  [{ '': 'x' }, /its name has 0 characters/],
  [{ ['x'.repeat(129)]: 'x' }, /its name has 129 characters/],
  [{ team: 'x'.repeat(257) }, /its value has 257 characters/],
  [
    { 'a&b': 'x' },
    /character that tags cannot have \(\['a&b': 'x'\]\) Take names of 1 to 128 and values of up to 256/,
  ],
  [{ team: 'a#b' }, /character that tags cannot have/],
  [{ team: 'line\nbreak' }, /character that tags cannot have/],
  [{ 'aws:team': 'x' }, /begins with aws: is AWS's own/],
  [{ 'AWS:team': 'x' }, /begins with aws: is AWS's own/],
  [{ team: 'aws:x' }, /begins with aws: is AWS's own/],
  [{ 'nextflow.io/team': 'x' }, /begins with nextflow\.io\/ says which task it is/],
  [{ AmazonECSManaged: 'x' }, /ECS marks its own volumes/],
  [{ AmazonECSCreated: 'x' }, /ECS marks its own volumes/],
  [{ team: null }, /a label 'team' without a value \(null\)/],
  [{ team: ['a'] }, /a label 'team' without a value \(\['a'\]\)/],
  [{ team: { a: 1 } }, /a label 'team' without a value/],
];

directiveCases('resourceLabels', {
  served: [
    {
      written: 'nothing',
      source: TAG,
      run: { tags: tags({}), propagateTags: undefined, enableECSManagedTags: true },
    },
    {
      written: "resourceLabels team: 'genomics', project: 'tb', in order of names",
      source: TAG,
      others: { resourceLabels: { team: 'genomics', project: 'tb' } },
      run: { tags: tags({ project: 'tb', team: 'genomics' }) },
      definition: { tags: undefined },
    },
    {
      written: 'resourceLabels with a number, a switch and nothing',
      source: 'nextflow.io/docs: values become texts',
      others: { resourceLabels: { count: 7, on: true, empty: '' } },
      run: { tags: tags({ count: '7', empty: '', on: 'true' }) },
    },
    {
      written: 'resourceLabels beside aws.ecs.tags, over which they win',
      source: 'docs/config.md tags',
      others: { resourceLabels: { team: 'genomics' } },
      config: { tags: { team: 'all', cost: '1234' } },
      run: { tags: tags({ cost: '1234', team: 'genomics' }) },
    },
    {
      written: 'resourceLabels of the longest name and value, in another script',
      source: TAG,
      others: { resourceLabels: { ['𝐀'.repeat(128)]: 'ß'.repeat(256) } },
      run: { tags: tags({ ['𝐀'.repeat(128)]: 'ß'.repeat(256) }) },
    },
    {
      written: '43 resourceLabels',
      source: TAG,
      others: { resourceLabels: many(43) },
      run: { tags: tags(many(43)) },
    },
    {
      written: '43 resourceLabels that aws.ecs.tags has too',
      source: TAG,
      others: { resourceLabels: many(43) },
      config: { tags: many(40) },
      run: { tags: tags(many(43)) },
    },
  ],
  refused: [
    ...['genomics', 7, null, ['a'], true].map((resourceLabels) => ({
      written: `resourceLabels ${JSON.stringify(resourceLabels)}`,
      source: TAG,
      others: { resourceLabels },
      code: 'DIRECTIVE_INVALID',
      says: /must be names with values .*resourceLabels team: 'genomics'/,
    })),
    ...wrong.map(([resourceLabels, says]) => ({
      written: `resourceLabels ${JSON.stringify(resourceLabels).slice(0, 40)}`,
      source: TAG,
      others: { resourceLabels },
      code: 'DIRECTIVE_INVALID',
      says,
    })),
    {
      written: '44 resourceLabels',
      source: TAG,
      others: { resourceLabels: many(44) },
      code: 'DIRECTIVE_INVALID',
      says: /more labels than tags a task can have: AWS takes 50, of which 7 say which task it is \(44\) Take at most 43/,
    },
    {
      written: '42 resourceLabels with two tags of the configuration',
      source: TAG,
      others: { resourceLabels: many(42) },
      config: { tags: { team: 'x', cost: 'y' } },
      code: 'TAGS_TOO_MANY',
      says: /makes 44 tags together with aws\.ecs\.tags, and 7 more .* AWS takes 50\. They are cost, label-00, .*, team \(\) Keep at most 43/,
    },
  ],
});
