import { expect } from 'chai';
import { AwsError } from '../../../../local/http/aws-error.js';
import {
  EcsThrottle,
  sharedBuckets,
  type ThrottleScale,
} from '../../../../local/ecs/throttle/ecs-throttle.js';
import { EcsFixture } from '../ecs-fixture.js';

describe(EcsThrottle.name, () => {
  let now: number;
  const passed = (throttle: EcsThrottle, operations: readonly string[], calls: number): number =>
    Array.from({ length: calls }, (_, index) => operations[index % operations.length] ?? '').filter(
      (operation) => {
        try {
          throttle.admit(operation);
          return true;
        } catch (error) {
          expect(error).to.be.instanceOf(AwsError);
          expect(error).to.include({ code: 'ThrottlingException', message: 'Rate exceeded', status: 400 });
          return false;
        }
      },
    ).length;
  beforeEach(() => (now = 0));

  /** AWS's table as the facts have it: `burst` calls at once, `perSecond` later. */
  const aws: readonly {
    readonly title: string;
    readonly operations: string;
    readonly burst: number;
    readonly perSecond: number;
  }[] = [
    {
      title: 'changes to what a cluster holds [5.1]',
      operations: 'RunTask StopTask StartTask ExecuteCommand PutAttributes DeregisterContainerInstance',
      burst: 100,
      perSecond: 40,
    },
    {
      title: 'reads of what a cluster holds [5.2]',
      operations: 'DescribeTasks ListTasks DescribeContainerInstances ListContainerInstances',
      burst: 100,
      perSecond: 20,
    },
    {
      title: 'changes to task definitions [5.3]',
      operations: 'RegisterTaskDefinition DeregisterTaskDefinition',
      burst: 20,
      perSecond: 1,
    },
    {
      title: 'reads of task definitions [5.4]',
      operations: 'DescribeTaskDefinition ListTaskDefinitions ListTaskDefinitionFamilies',
      burst: 50,
      perSecond: 20,
    },
    {
      title: 'deletions of task definitions [5.5]',
      operations: 'DeleteTaskDefinitions',
      burst: 5,
      perSecond: 1,
    },
    {
      title: 'reads of providers [5.6]',
      operations: 'DescribeCapacityProviders',
      burst: 50,
      perSecond: 20,
    },
    {
      title: 'changes to providers [5.6]',
      operations: 'CreateCapacityProvider UpdateCapacityProvider DeleteCapacityProvider',
      burst: 10,
      perSecond: 1,
    },
    {
      title: 'reads of clusters [5.7]',
      operations: 'DescribeClusters ListClusters',
      burst: 50,
      perSecond: 20,
    },
    {
      title: 'changes to clusters [5.7]',
      operations:
        'CreateCluster DeleteCluster PutClusterCapacityProviders UpdateCluster UpdateClusterSettings',
      burst: 20,
      perSecond: 1,
    },
    { title: 'reads of tags [5.8]', operations: 'ListTagsForResource', burst: 50, perSecond: 20 },
    { title: 'changes to tags [5.8]', operations: 'TagResource UntagResource', burst: 20, perSecond: 10 },
  ];
  for (const { title, operations, burst, perSecond } of aws) {
    it(`lets ${burst} calls at once and ${perSecond} a second share the bucket of ${title}`, () => {
      const throttle = new EcsThrottle(() => now);
      const names = operations.split(' ');
      expect(passed(throttle, names, burst + 5)).to.equal(burst);
      now = 1000;
      expect(passed(throttle, names, perSecond + 5)).to.equal(perSecond);
    });
  }

  it('has AWS’s buckets and no others', () => {
    const known = sharedBuckets.map(({ operations }) => operations.join(' ')).sort();
    expect(known).to.deep.equal(aws.map(({ operations }) => operations).sort());
  });

  it('gives buckets of their own to operations of different kinds [5.1] [5.2] [5.3] [5.4]', () => {
    const throttle = new EcsThrottle(() => now);
    passed(throttle, ['RunTask'], 200);
    const others = ['DescribeTasks', 'RegisterTaskDefinition', 'DescribeTaskDefinition'];
    for (const other of others) expect(passed(throttle, [other], 1), other).to.equal(1);
  });

  it('puts every operation into one bucket only', () => {
    const all = sharedBuckets.flatMap(({ operations }) => operations);
    expect(new Set(all).size).to.equal(all.length);
  });

  it('leaves alone what AWS gives no number for', () => {
    expect(passed(new EcsThrottle(() => now), ['ListAccountSettings'], 1000)).to.equal(1000);
  });

  const scales: readonly { readonly scale: ThrottleScale; readonly expected: number }[] = [
    { scale: 'off', expected: 1000 },
    { scale: 2, expected: 200 },
    { scale: 0.001, expected: 1 },
  ];
  for (const { scale, expected } of scales) {
    it(`lets ${expected} of 1000 RunTasks pass at once with throttle ${scale}`, () => {
      expect(passed(new EcsThrottle(() => now, scale), ['RunTask'], 1000)).to.equal(expected);
    });
  }

  for (const scale of [0, -1, NaN, Infinity]) {
    it(`refuses throttle ${scale}`, () => {
      expect(() => new EcsThrottle(() => now, scale)).to.throw(RangeError, `throttle is ${scale}`);
      expect(() => new EcsFixture({ throttle: scale })).to.throw(RangeError, `throttle is ${scale}`);
    });
  }

  it('refuses a service call over its rate before the call does anything [5.6] [3a.26]', async () => {
    const fixture = new EcsFixture();
    for (let call = 0; call < 10; call++) {
      expect((await fixture.call('DeleteCapacityProvider')).__type).to.equal('ClientException');
    }
    const refused = await fixture.call('CreateCapacityProvider');
    expect(refused).to.include({ __type: 'ThrottlingException', message: 'Rate exceeded', status: 400 });
    await fixture.clock.advance(1000);
    expect((await fixture.call('CreateCapacityProvider')).__type).to.equal('ClientException');
  });

  it('takes the rates a cloud is made with', async () => {
    const fixture = new EcsFixture({ throttle: 'off' });
    for (let call = 0; call < 60; call++) {
      expect((await fixture.call('DescribeClusters')).status).to.equal(200);
    }
  });
});
