import type { PreviewedProcess } from '../../../host/index.js';
import type { AwsEcsPlan, PlannedProcess, PlannedWay } from '../../../src/plan/run-plan.js';
import { taskRun } from '../../support/task-run-builder.js';

export function previewed(name: string, executor = 'awsecs'): PreviewedProcess {
  const definition = { name, container: 'ubuntu:latest', directives: { others: {} } };
  return { definition, executor, sample: taskRun({ name, process: name }), imagePending: false };
}

export function plannedWay(changes: Partial<PlannedWay> = {}): PlannedWay {
  return {
    provider: 'MANAGED_INSTANCES',
    capacityType: 'ON_DEMAND',
    reason: "the cluster's default strategy",
    strategy: [{ capacityProvider: 'MANAGED_INSTANCES', weight: 1 }],
    storage: { kind: 'instance' },
    network: { mode: 'host', reason: "aws.ecs.networkMode is 'host'" },
    definition: { action: 'register', family: 'nf-ubuntu-1', content: { containerDefinitions: [] } },
    runTask: { taskDefinition: 'nf-ubuntu-1:<revision>', count: 1 },
    notices: [],
    ...changes,
  };
}

export function plannedProcess(changes: Partial<PlannedProcess> = {}): PlannedProcess {
  return {
    process: 'HELLO',
    image: 'ubuntu:latest',
    imagePending: false,
    ways: [plannedWay()],
    notices: [],
    ...changes,
  };
}

export function awsEcsPlan(changes: Partial<AwsEcsPlan> = {}): AwsEcsPlan {
  return {
    cluster: 'arn:aws:ecs:us-east-1:123456789012:cluster/nextflow-cluster',
    region: 'us-east-1',
    logsGroup: '/aws/ecs/nextflow',
    processes: [plannedProcess()],
    quotas: {
      rates: [
        {
          operations: ['RunTask', 'StopTask'],
          burst: 100,
          perSecond: 40,
          calls: 101,
          per: 'run',
          seconds: 1,
        },
        {
          operations: ['DescribeTasks'],
          burst: 100,
          perSecond: 20,
          calls: 1,
          per: 'poll round',
          seconds: 0,
        },
      ],
      sizes: [{ what: 'subnets', most: 16, used: 0 }],
    },
    ...changes,
  };
}
