import { expect } from 'chai';
import * as fc from 'fast-check';
import { RequestError } from '../../../spi/index.js';
import { runTaskInput, startedBy, type RunTaskRequest } from '../../../src/request/run-task.js';
import { taskRun } from '../../support/task-run-builder.js';
import { CLUSTER_ARN, placement, taskNeeds } from '../aws-builders.js';

const REQUEST: RunTaskRequest = {
  clusterArn: CLUSTER_ARN,
  definitionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/nf-ubuntu:1',
  needs: taskNeeds(),
  placement: placement(),
  network: { mode: 'host' },
  publicIp: true,
  resources: { cpu: '2048', memory: '4096' },
  tags: {},
  session: { id: 'session-1', runName: 'happy_curie' },
  clientToken: 'token',
  n: 0,
};

function launch(
  environment: Record<string, string>,
  command: string[] = ['true'],
): ReturnType<typeof taskRun>['launch'] {
  return { entryPoint: [], command, environment };
}

describe(runTaskInput.name, () => {
  it('asks for one task with an explicit strategy and never a launch type', () => {
    const input = runTaskInput(taskRun(), REQUEST);
    expect(input).to.deep.include({
      cluster: CLUSTER_ARN,
      taskDefinition: REQUEST.definitionArn,
      count: 1,
      clientToken: 'token',
      startedBy: 'nf-session-1',
      capacityProviderStrategy: [{ capacityProvider: 'MANAGED_INSTANCES', weight: 1 }],
      enableECSManagedTags: true,
    });
    expect(input).not.to.have.any.keys('launchType', 'placementStrategy', 'platformVersion', 'referenceId');
    expect(input.overrides?.cpu).to.equal('2048');
    expect(input.overrides?.memory).to.equal('4096');
    expect(input.overrides?.containerOverrides?.[0]?.name).to.equal('main');
  });

  it('sends the strategy in the order of names, whatever the order it came in', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((capacityProvider, weight) => ({ capacityProvider, weight }));
    const strategy = [b!, c!, a!];
    expect(
      runTaskInput(taskRun(), { ...REQUEST, placement: placement({ strategy }) }).capacityProviderStrategy,
    ).to.deep.equal([a, b, c]);
    expect(strategy).to.deep.equal([b, c, a]);
  });

  it('leaves the resources out where the definition holds them', () => {
    const { resources, ...withoutResources } = REQUEST;
    expect(resources).not.to.equal(undefined);
    expect(runTaskInput(taskRun(), withoutResources).overrides).to.have.all.keys('containerOverrides');
  });

  it('sends no network configuration in host mode', () => {
    expect(runTaskInput(taskRun(), REQUEST)).not.to.have.property('networkConfiguration');
  });

  it('sends sorted subnets and groups in awsvpc mode, and the public address only while it is wanted', () => {
    const network = {
      mode: 'awsvpc',
      subnets: ['subnet-b', 'subnet-a'],
      securityGroups: ['sg-2', 'sg-1'],
    } as const;
    const found = (publicIp: boolean): unknown =>
      runTaskInput(taskRun(), { ...REQUEST, network, publicIp }).networkConfiguration?.awsvpcConfiguration;
    const lists = { subnets: ['subnet-a', 'subnet-b'], securityGroups: ['sg-1', 'sg-2'] };
    expect(found(true)).to.deep.equal({ ...lists, assignPublicIp: 'ENABLED' });
    expect(found(false)).to.deep.equal(lists);
  });

  it('gives the same bytes whatever the order of the environment', () => {
    const environment = fc.dictionary(fc.stringMatching(/^[A-Z_]{1,8}$/), fc.string({ maxLength: 20 }), {
      maxKeys: 12,
    });
    fc.assert(
      fc.property(environment, (variables) => {
        const backwards = Object.fromEntries(Object.entries(variables).reverse());
        const bytes = (given: Record<string, string>): string =>
          JSON.stringify(runTaskInput(taskRun({ launch: launch(given) }), REQUEST));
        expect(bytes(backwards)).to.equal(bytes(variables));
      }),
    );
  });

  it('takes overrides of exactly 8192 characters and refuses one more, naming the largest part', () => {
    const length = (value: string): number =>
      JSON.stringify(runTaskInput(taskRun({ launch: launch({ BIG: value, SMALL: 'x' }) }), REQUEST).overrides)
        .length;
    const room = 8192 - length('');
    expect(length('x'.repeat(room))).to.equal(8192);
    expect(() => length('x'.repeat(room + 1)))
      .to.throw(
        RequestError,
        `its overrides have 8193 characters, RunTask takes 8192. The largest part is the variable BIG with ${room + 1}`,
      )
      .with.property('code', 'OVERRIDES_TOO_LONG');
    expect(() => runTaskInput(taskRun({ launch: launch({ A: 'x' }, ['y'.repeat(9000)]) }), REQUEST)).to.throw(
      'The largest part is the command',
    );
  });
});

describe(startedBy.name, () => {
  it('is the same for every run of a session and what ECS takes', () => {
    expect(startedBy('00000000-0000-4000-8000-000000000001')).to.match(/^nf-[\w/-]{1,125}$/);
  });
});
