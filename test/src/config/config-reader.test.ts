import { expect } from 'chai';
import type { ConfigMap, ConfigValue } from '../../../spi/index.js';
import { ConfigReader } from '../../../src/config/config-reader.js';
import { flag, text, textMap, wholeNumber } from '../../../src/config/option-types.js';
import { optional, required } from '../../../src/config/option.js';

const CONFIG: ConfigMap = {
  aws: {
    region: 'us-east-1',
    ecs: { cluster: 'c', nothing: null },
    list: ['a'],
    count: 3,
    on: true,
    empty: '',
  },
};
const declaration = { help: 'Help.', example: "'x'" };
const word = optional(text(), 'fallback', declaration);
const must = required(text(), declaration);
const hidden = optional(text(), undefined, { ...declaration, secret: true });
const count = optional(wholeNumber(1, 10), 7, { help: 'Help.', example: '5' });

describe(ConfigReader.name, () => {
  it('finds values by dotted path and nothing where any part is absent', () => {
    const reader = new ConfigReader(CONFIG);
    expect(reader.value('aws.ecs.cluster')).to.equal('c');
    for (const path of [
      'aws.ecs.nothing',
      'aws.ecs.x',
      'x.y',
      'aws.region.x',
      'aws.list.0',
      'toString',
      '__proto__',
    ]) {
      expect(reader.value(path), path).to.equal(undefined);
    }
    expect(reader.problems).to.deep.equal([]);
  });

  it('lists the settings of a scope, and refuses a value in its place without showing it', () => {
    const reader = new ConfigReader(CONFIG);
    expect(reader.entries('aws.ecs')).to.deep.equal([
      ['cluster', 'c'],
      ['nothing', null],
    ]);
    expect(reader.entries('azure')).to.deep.equal([]);
    expect(reader.problems).to.deep.equal([]);
    expect(reader.entries('aws.list')).to.deep.equal([]);
    expect(reader.problems).to.deep.equal([
      {
        path: 'aws.list',
        message: 'must be a block of settings, not a single value',
        fix: 'Write it like: aws.list { ... }',
      },
    ]);
  });

  it('reads what fits, and falls back where nothing is set', () => {
    const reader = new ConfigReader(CONFIG);
    expect(reader.read('aws.region', word)).to.equal('us-east-1');
    expect(reader.read('aws.x', word)).to.equal('fallback');
    expect(reader.read('aws.ecs.nothing', word)).to.equal('fallback');
    expect(reader.read('aws.on', optional(flag(), false, declaration))).to.equal(true);
    expect(reader.read('aws.count', count)).to.equal(3);
    expect(reader.problems).to.deep.equal([]);
  });

  it('gathers every wrong value with what is allowed and what to write, and never shows a secret', () => {
    const reader = new ConfigReader(CONFIG);
    expect(reader.read('aws.empty', word)).to.equal('fallback');
    expect(reader.read('aws.count', hidden)).to.equal(undefined);
    expect(reader.read('aws.on', count)).to.equal(7);
    reader.read('aws.x', must);
    expect(reader.problems).to.deep.equal([
      {
        path: 'aws.empty',
        message: 'must be a string that is not empty',
        found: "''",
        fix: "Write it like: aws.empty = 'x'",
      },
      {
        path: 'aws.count',
        message: 'must be a string that is not empty',
        fix: "Write it like: aws.count = 'x'",
      },
      {
        path: 'aws.on',
        message: 'must be a whole number from 1 to 10',
        found: 'true',
        fix: 'Write it like: aws.on = 5',
      },
      { path: 'aws.x', message: 'is required. Help.', fix: "Add to nextflow.config: aws { x = 'x' }" },
    ]);
    expect(['aws.empty', 'aws.empty.inner', 'aws.region'].map((path) => reader.refused(path))).to.deep.equal([
      true,
      true,
      false,
    ]);
  });

  for (const scope of ['text', 5, false, ['a']] as ConfigValue[]) {
    it(`says of ${JSON.stringify(scope)} in place of a scope one thing, not what is missing in it`, () => {
      const reader = new ConfigReader({ aws: scope });
      reader.read('aws.ecs.cluster', must);
      reader.read('aws.region', word);
      expect(reader.problems.map(({ path }) => path)).to.deep.equal(['aws']);
    });
  }

  it('blames the entries of a map that do not fit, one by one, and never shows those of a secret one', () => {
    const type = textMap(2, 'at most 2 small letters by small letters', '^[a-z]$', '^[a-z]$');
    const reader = new ConfigReader({
      map: { a: 'x', B: 'x', c: 'hunter2' },
      many: { a: 'x', b: 'x', c: 'x' },
    });
    const example = { help: 'Help.', example: "[a: 'x']" };
    expect(reader.read('map', optional(type, undefined, example))).to.equal(undefined);
    expect(reader.read('many', optional(type, undefined, example))).to.equal(undefined);
    const message = 'does not fit: map takes at most 2 small letters by small letters';
    const fix = "Write it like: map = [a: 'x']";
    expect(reader.problems).to.deep.equal([
      { path: 'map.B', message, found: "'x'", fix },
      { path: 'map.c', message, found: "'hunter2'", fix },
      {
        path: 'many',
        message: 'must be at most 2 small letters by small letters',
        found: 'a block of settings',
        fix: "Write it like: many = [a: 'x']",
      },
    ]);
    const secretly = new ConfigReader({ map: { c: 'hunter2' } });
    secretly.read('map', optional(type, undefined, { ...example, secret: true }));
    expect(secretly.problems).to.deep.equal([{ path: 'map.c', message, fix }]);
  });

  it('keeps the first problem of a path', () => {
    const reader = new ConfigReader({});
    reader.report({ path: 'a', message: 'first' });
    reader.report({ path: 'a', message: 'second' });
    expect(reader.problems).to.deep.equal([{ path: 'a', message: 'first' }]);
  });
});
