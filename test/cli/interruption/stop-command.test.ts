import { expect } from 'chai';
import { describeUnfinished, stopCommand } from '../../../cli/interruption/stop-command.js';
import { taskArn } from '../fake-services.js';

describe(stopCommand.name, () => {
  it('stops the task an ARN names, in its region and cluster', () => {
    expect(stopCommand(taskArn)).to.equal(
      `aws ecs stop-task --region us-east-1 --cluster nextflow-cluster --task ${taskArn}`,
    );
  });

  it('knows the other partitions', () => {
    const arn = 'arn:aws-us-gov:ecs:us-gov-west-1:123456789012:task/c/0123';
    expect(stopCommand(arn)).to.include('--region us-gov-west-1 --cluster c ');
  });

  for (const id of [
    '42',
    'arn:aws:ecs:us-east-1:1:service/c/0123',
    `${taskArn}; rm -rf /`,
    `${taskArn}\nx`,
  ]) {
    it(`gives no line for ${JSON.stringify(id)}`, () => expect(stopCommand(id)).to.equal(undefined));
  }
});

describe(describeUnfinished.name, () => {
  it('is silent where nothing runs', () => expect(describeUnfinished([])).to.deep.equal([]));

  it('gives the line that stops a task, or its id where there is none', () => {
    expect(describeUnfinished([taskArn, 'job-7'])).to.deep.equal([
      '2 tasks may still run. Stop what you find running:',
      `  aws ecs stop-task --region us-east-1 --cluster nextflow-cluster --task ${taskArn}`,
      '  job-7',
    ]);
  });
});
