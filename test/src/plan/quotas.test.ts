import { expect } from 'chai';
import { quotasOf } from '../../../src/plan/quotas.js';
import type { PlannedProcess, PlannedWay } from '../../../src/plan/run-plan.js';
import { taskDefinition } from '../../../src/request/task-definition.js';
import { awsEcsConfig, taskNeeds } from '../aws-builders.js';

function way(changes: Partial<PlannedWay> = {}): PlannedWay {
  const request = {
    needs: taskNeeds(),
    storage: { kind: 'instance' },
    entryPoint: [],
    network: { mode: 'host' },
    region: 'us-east-1',
  } as const;
  return {
    provider: 'a',
    capacityType: 'ON_DEMAND',
    reason: 'a test',
    strategy: [{ capacityProvider: 'a', weight: 1 }],
    storage: { kind: 'instance' },
    network: { mode: 'host', reason: 'a test' },
    definition: { action: 'register', family: 'nf-a', content: taskDefinition(request, awsEcsConfig()) },
    runTask: { taskDefinition: 'nf-a:1', overrides: {} },
    notices: [],
    ...changes,
  };
}

function processes(count: number, ...ways: [PlannedWay, ...PlannedWay[]]): PlannedProcess[] {
  return Array.from({ length: count }, (_, index) => ({
    process: `P${index}`,
    image: 'ubuntu',
    imagePending: false,
    notices: [],
    ways,
  }));
}

function callsOf(operation: string, planned: readonly PlannedProcess[], queueSize = 1000) {
  const { rates } = quotasOf(planned, queueSize);
  const { calls, per, seconds } = rates.find(({ operations }) => operations.includes(operation))!;
  return { calls, per, seconds };
}

function used(what: RegExp, planned: readonly PlannedProcess[]): number | undefined {
  return quotasOf(planned, 1000).sizes.find((quota) => what.test(quota.what))?.used;
}

describe(quotasOf.name, () => {
  it('counts a RunTask for each task, and the seconds that the bucket makes them take', () => {
    expect(callsOf('RunTask', processes(100, way()))).to.deep.equal({ calls: 100, per: 'run', seconds: 0 });
    expect(callsOf('RunTask', processes(101, way())).seconds).to.equal(1);
    expect(callsOf('RunTask', processes(180, way())).seconds).to.equal(2);
  });

  it('counts one DescribeTasks a round for each hundred tasks at once', () => {
    expect(callsOf('DescribeTasks', processes(100, way()))).to.include({ calls: 1, per: 'poll round' });
    expect(callsOf('DescribeTasks', processes(101, way())).calls).to.equal(2);
    expect(callsOf('DescribeTasks', processes(101, way()), 50).calls).to.equal(1);
  });

  it('counts each distinct definition once, and registers those that are not found', () => {
    const { definition } = way();
    const other = way({ definition: { ...definition, family: 'nf-b' } });
    const found = way({ definition: { ...definition, family: 'nf-c', action: 'reuse', arn: 'arn' } });
    const planned = processes(9, way(), way(), other, found);
    expect(callsOf('DescribeTaskDefinition', planned).calls).to.equal(3);
    expect(callsOf('RegisterTaskDefinition', planned).calls).to.equal(2);
  });

  it('tells undecided definitions apart by their content', () => {
    const { content } = way().definition;
    const first = way({ definition: { action: 'undecided', content } });
    const second = way({ definition: { action: 'undecided', content: { ...content, cpu: '512' } } });
    expect(callsOf('RegisterTaskDefinition', processes(1, first, first, second)).calls).to.equal(2);
  });

  it('shows the largest request beside what AWS takes', () => {
    const network = { mode: 'awsvpc', subnets: ['a', 'b'], securityGroups: ['c'], reason: 'a test' } as const;
    const tags = [{ key: 'a', value: 'b' }];
    const large = way({ network, runTask: { taskDefinition: 'x', tags, overrides: { cpu: '1' } } });
    const planned = processes(3, way(), large);
    expect(used(/subnets/, planned)).to.equal(2);
    expect(used(/security groups/, planned)).to.equal(1);
    expect(used(/tags/, planned)).to.equal(1);
    expect(used(/overrides/, planned)).to.equal('{"cpu":"1"}'.length);
    expect(used(/placement constraints/, planned)).to.equal(0);
    expect(used(/tasks at once/, planned)).to.equal(3);
  });
});
