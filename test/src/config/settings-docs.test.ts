import { expect } from 'chai';
import { options } from '../../../src/config/options.js';
import { sessionOptions } from '../../../src/config/session-options.js';
import { exampleValue, settingsSchema, settingsTable } from '../../../src/config/settings-docs.js';

describe(settingsSchema.name, () => {
  it('declares every setting with its help and default, and refuses others', () => {
    const schema = settingsSchema() as {
      readonly properties: Readonly<
        Record<string, { readonly description: string; readonly default?: unknown }>
      >;
    };
    expect(schema).to.deep.include({
      type: 'object',
      additionalProperties: false,
      required: ['cluster', 'executionRole'],
    });
    expect(Object.keys(schema.properties)).to.deep.equal(Object.keys(options));
    expect(schema.properties['maxSpotAttempts']).to.deep.include({ type: 'integer', minimum: 0, default: 5 });
    expect(schema.properties['taskRole']).not.to.have.property('default');
  });
});

describe(exampleValue.name, () => {
  it('is what the example stands for, of a map too', () => {
    expect(exampleValue(options.tags)).to.deep.equal({ team: 'genomics', 'cost-center': '1234' });
    expect(exampleValue(options.secrets)).to.have.all.keys('MY_TOKEN');
    expect(exampleValue(options.subnets)).to.deep.equal(['subnet-abc123', 'subnet-def456']);
    expect(exampleValue(options.maxSpotAttempts)).to.equal(5);
  });
});

describe(settingsTable.name, () => {
  it('has one row for every setting, with the default or that it is required', () => {
    const rows = settingsTable().split('\n').slice(2);
    const paths = rows.map((line) => /^\| `([^`]+)`/.exec(line)?.[1]);
    const own = Object.keys(options).map((name) => `aws.ecs.${name}`);
    expect(paths).to.deep.equal([...own, ...Object.keys(sessionOptions)]);
    expect(rows[0]).to.match(/^\| `aws\.ecs\.cluster` \| a cluster name .* \| \*\*required\*\* \|/);
    expect(settingsTable()).to.match(
      /`aws\.ecs\.maxSpotAttempts` \| a whole number from 0 to 1000 \| `5` \|/,
    );
    expect(settingsTable()).to.match(
      /`aws\.ecs\.taskRole` \| the ARN of an IAM role \| none, with a warning \|/,
    );
  });
});
