import { expect } from 'chai';
import { readTaskArn, taskIdOf } from '../../../src/aws/task-arn.js';
import { TASK_ARN } from '../aws-builders.js';

describe(readTaskArn.name, () => {
  it('reads partition, region and cluster, which ARNs of the old form lack', () => {
    expect(readTaskArn(TASK_ARN)).to.deep.equal({
      partition: 'aws',
      region: 'us-east-1',
      cluster: 'nextflow-cluster',
    });
    expect(readTaskArn('arn:aws-cn:ecs:cn-north-1:123456789012:task/0123')).to.deep.equal({
      partition: 'aws-cn',
      region: 'cn-north-1',
    });
  });

  it('takes nothing else for the ARN of a task', () => {
    for (const text of [
      '',
      '0123456789abcdef',
      'arn:aws:ecs:us-east-1:123456789012:cluster/nextflow-cluster',
      'arn:aws:ecs:us-east-1:123456789012:task/a/b/c',
      'arn:aws:ecs:us-east-1:123456789012:task/../0123',
      `${TASK_ARN}\n`,
    ])
      expect(readTaskArn(text), text).to.equal(undefined);
  });
});

describe(taskIdOf.name, () => {
  it('is the last part of an ARN, or an id as it stands', () => {
    expect(taskIdOf(TASK_ARN)).to.equal('0123456789abcdef');
    expect(taskIdOf('0123456789abcdef')).to.equal('0123456789abcdef');
  });
});
