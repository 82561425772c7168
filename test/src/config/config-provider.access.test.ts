import { expect } from 'chai';
import type { ConfigMap, Problem } from '../../../spi/index.js';
import { isExecutorError } from '../../../spi/index.js';
import { AwsEcsConfigProvider } from '../../../src/config/config-provider.js';

const CLUSTER = 'arn:aws:ecs:eu-west-3:123456789012:cluster/c';

/** What is wrong with a configuration that is complete but for `aws`. */
function problemsOf(aws: ConfigMap, ecs: ConfigMap = { cluster: 'c' }): readonly Problem[] {
  const executionRole = 'arn:aws:iam::123456789:role/ecsTaskExecutionRole';
  const config = {
    aws: { ...aws, ecs: { executionRole, ...ecs } },
    wave: { enabled: true },
    fusion: { enabled: true },
  };
  try {
    new AwsEcsConfigProvider({ config, workDir: 's3://my-bucket/work' }).load();
    return [];
  } catch (error) {
    if (!isExecutorError(error)) throw error;
    return error.problems;
  }
}

describe(`${AwsEcsConfigProvider.name} on how AWS is reached`, () => {
  for (const [given, missing] of [
    ['accessKey', 'aws.secretKey'],
    ['secretKey', 'aws.accessKey'],
  ] as const) {
    it(`asks for ${missing} where only aws.${given} is given`, () => {
      const problems = problemsOf({ [given]: 'hidden-half' });
      expect(problems.map(({ path }) => path)).to.deep.equal([missing]);
      expect(JSON.stringify(problems)).to.not.include('hidden-half');
    });
  }

  it('takes both keys, or none', () => {
    expect(problemsOf({ accessKey: 'AKIA', secretKey: 'hidden' })).to.deep.equal([]);
    expect(problemsOf({})).to.deep.equal([]);
  });

  it('takes a cluster of the region in use, and of any where no region is set', () => {
    expect(problemsOf({ region: 'eu-west-3' }, { cluster: CLUSTER })).to.deep.equal([]);
    expect(problemsOf({}, { cluster: CLUSTER })).to.deep.equal([]);
    expect(problemsOf({ region: 'us-east-1' }, { cluster: 'a-name' })).to.deep.equal([]);
  });

  it('shows a cluster of another region, and both ways out', () => {
    const [problem, ...more] = problemsOf({ region: 'us-east-1' }, { cluster: CLUSTER });
    expect(more).to.deep.equal([]);
    expect(problem).to.include({ path: 'aws.ecs.cluster', found: `'${CLUSTER}'` });
    expect(problem?.fix).to.include('eu-west-3').and.include('us-east-1');
  });
});
