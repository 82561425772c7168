import { expect } from 'chai';
import {
  logStreamConsoleUrl,
  logStreamName,
  logStreamOf,
  logStreamText,
  taskConsoleUrl,
} from '../../../src/logs/log-stream.js';
import { taskDefinition } from '../../../src/request/task-definition.js';
import { awsEcsConfig, TASK_ARN, taskNeeds } from '../aws-builders.js';

const GROUP = '/aws/ecs/nextflow';
const inPartition = (partition: string, region: string): string =>
  TASK_ARN.replace('arn:aws:', `arn:${partition}:`).replace('us-east-1', region);

describe(logStreamName.name, () => {
  it('is what the driver makes of the prefix and the container of our own task definition', () => {
    const content = taskDefinition(
      {
        needs: taskNeeds(),
        storage: { kind: 'instance' },
        entryPoint: [],
        network: { mode: 'host' },
        region: 'us-east-1',
      },
      awsEcsConfig(),
    );
    const [container] = content.containerDefinitions ?? [];
    const prefix = container?.logConfiguration?.options?.['awslogs-stream-prefix'];
    expect(logStreamName(TASK_ARN)).to.equal(`${prefix}/${container?.name}/0123456789abcdef`);
    expect(logStreamText(logStreamOf(TASK_ARN, GROUP))).to.equal(
      'nf/main/0123456789abcdef in the log group /aws/ecs/nextflow',
    );
  });
});

describe(logStreamConsoleUrl.name, () => {
  it('encodes group and stream twice, with $ for %', () => {
    expect(logStreamConsoleUrl(TASK_ARN, '/my.logs/a#1')).to.equal(
      'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:log-groups/log-group/' +
        '$252Fmy.logs$252Fa$25231/log-events/nf$252Fmain$252F0123456789abcdef',
    );
  });
});

describe(taskConsoleUrl.name, () => {
  for (const [partition, region, host] of [
    ['aws', 'eu-west-1', 'eu-west-1.console.aws.amazon.com'],
    ['aws-cn', 'cn-north-1', 'cn-north-1.console.amazonaws.cn'],
    ['aws-us-gov', 'us-gov-west-1', 'us-gov-west-1.console.amazonaws-us-gov.com'],
  ] as const) {
    it(`leads to the console of partition ${partition}`, () => {
      const arn = inPartition(partition, region);
      expect(taskConsoleUrl(arn)).to.equal(
        `https://${host}/ecs/v2/clusters/nextflow-cluster/tasks/0123456789abcdef/configuration?region=${region}`,
      );
      expect(new URL(logStreamConsoleUrl(arn, GROUP) ?? '').host).to.equal(host);
    });
  }

  it('is none where the console is not known, or the ARN names no cluster or is none', () => {
    expect(taskConsoleUrl(inPartition('aws-iso', 'us-iso-east-1'))).to.equal(undefined);
    expect(logStreamConsoleUrl(inPartition('aws-iso', 'us-iso-east-1'), GROUP)).to.equal(undefined);
    expect(taskConsoleUrl(TASK_ARN.replace('nextflow-cluster/', ''))).to.equal(undefined);
    expect(taskConsoleUrl('0123')).to.equal(undefined);
    expect(logStreamConsoleUrl('0123', GROUP)).to.equal(undefined);
  });
});
