import { Ajv } from 'ajv';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { isUrl, type ConfigValue } from '../../spi/index.js';
import type { Option } from '../../src/config/option.js';
import { options } from '../../src/config/options.js';
import { settingsSchema } from '../../src/config/settings-docs.js';

/** Where the schema takes what the executor refuses, and why. Nothing else may differ. */
const SCHEMA_IS_WIDER: Readonly<Record<string, (value: ConfigValue) => boolean>> = {
  // Ports to 65535 and hosts by the rules of the URL standard are beyond a pattern; the format says so in words.
  endpoint: (value) => typeof value === 'string' && !isUrl(value),
};

interface Schema {
  readonly properties: Readonly<Record<string, { readonly examples: readonly ConfigValue[] }>>;
}

const schema = settingsSchema() as Schema;
const ajv = new Ajv({ allErrors: true, strict: true, formats: { uri: true } });
const validate = ajv.compile(schema);

const arn = 'arn:aws:iam::123456789012:role/r';
const cluster = 'arn:aws:ecs:us-east-1:123456789012:cluster/c';
const seeds = [
  'subnet-1',
  'sg-1',
  'auto',
  'host',
  'awsvpc',
  'overrides',
  '/aws/ecs',
  'aws/x',
  'http://127.0.0.1:1',
];
/** Good values, slightly broken ones, and anything. */
const text: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...seeds,
    arn,
    cluster,
    '',
    ' ',
    'http://a:99999',
    'http://1.2.3.999',
    'http://me:pass@host',
  ),
  fc
    .tuple(fc.constantFrom(...seeds, arn, cluster), fc.nat(60), fc.string({ unit: 'binary', maxLength: 2 }))
    .map(([seed, at, more]) => seed.slice(0, at) + more + seed.slice(at)),
  fc.stringMatching(/^[\w-]{1,300}$/),
  fc.string({ unit: 'binary' }),
);
const value: fc.Arbitrary<ConfigValue> = fc.oneof(
  text,
  fc.array(text, { maxLength: 22 }),
  fc.constantFrom('subnet-1', 'sg-1', 'p').chain((one) => fc.array(fc.constant(one), { maxLength: 22 })),
  fc.integer({ min: -2, max: 1002 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue() as fc.Arbitrary<ConfigValue>,
);

describe('the JSON Schema of aws.ecs', () => {
  it('is a schema by itself, with a description and an example for every setting', () => {
    expect(ajv.validateSchema(schema)).to.equal(true);
    for (const [name, property] of Object.entries(schema.properties)) {
      expect(property, name).to.have.property('description').that.matches(/\.$/);
      expect(property.examples, name).to.have.lengthOf(1);
      const alone = validate.schema as Schema;
      expect(
        new Ajv({ formats: { uri: true } }).validate(alone.properties[name]!, property.examples[0]),
      ).to.equal(true);
    }
  });

  for (const [name, option] of Object.entries<Option<unknown>>(options)) {
    it(`takes for ${name} exactly what the executor takes`, () => {
      const single = ajv.compile(schema.properties[name]!);
      const seen = { taken: 0, refused: 0 };
      const example = fc.constantFrom(...schema.properties[name]!.examples);
      fc.assert(
        fc.property(fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: example }), (raw) => {
          const taken = option.read(raw) !== undefined;
          seen[taken ? 'taken' : 'refused'] += 1;
          const wider = SCHEMA_IS_WIDER[name]?.(raw) ?? false;
          if (!wider) expect(single(raw), JSON.stringify(raw)).to.equal(taken);
          else expect(taken).to.equal(false);
        }),
        { numRuns: 2000 },
      );
      expect(seen.taken, 'values taken').to.be.greaterThan(20);
      expect(seen.refused, 'values refused').to.be.greaterThan(20);
    });
  }

  it('refuses what is unknown and misses what is required, as the executor does', () => {
    expect(validate({ cluster: 'c', executionRole: arn })).to.equal(true);
    expect(validate({ cluster: 'c', executionRole: arn, clutser: 'c' })).to.equal(false);
    expect(validate({ cluster: 'c' })).to.equal(false);
  });
});
