import { expect } from 'chai';
import * as fc from 'fast-check';
import { options } from '../../../src/config/options.js';
import { unknownOption } from '../../../src/config/unknown-option.js';

const meant: readonly (readonly [string, string])[] = [
  // Slips and another case.
  ['clutser', 'aws.ecs.cluster'],
  ['CLUSTER', 'aws.ecs.cluster'],
  ['executionrole', 'aws.ecs.executionRole'],
  ['subnet', 'aws.ecs.subnets'],
  ['securityGroup', 'aws.ecs.securityGroups'],
  ['logGroup', 'aws.ecs.logsGroup'],
  ['maxSpotAttempt', 'aws.ecs.maxSpotAttempts'],
  // As aws.batch, the AWS APIs and other executors call them.
  ['executionRoleArn', 'aws.ecs.executionRole'],
  ['jobRole', 'aws.ecs.taskRole'],
  ['queue', 'aws.ecs.capacityProvider'],
  ['clusterName', 'aws.ecs.cluster'],
  ['subnetIds', 'aws.ecs.subnets'],
  ['endpointUrl', 'aws.ecs.endpoint'],
  // Settings that stand elsewhere.
  ['region', 'aws.region'],
  ['secretKey', 'aws.secretKey'],
  ['queueSize', 'executor.queueSize'],
  ['cpus', 'process.cpus'],
];

describe(unknownOption.name, () => {
  for (const [name, path] of meant) {
    it(`takes ${name} for ${path}`, () => {
      const problem = unknownOption(name, 'hunter2');
      expect(problem.fix).to.match(new RegExp(`^Did you mean ${path.replaceAll('.', '\\.')}\\?`));
      expect(problem).to.include({
        path: `aws.ecs.${name}`,
        message: 'is not a setting of the awsecs executor',
      });
    });
  }

  for (const name of ['frobnicate', 'x', 'constructor', '__proto__', 'toString', '']) {
    it(`guesses nothing for ${JSON.stringify(name)}, and lists what there is`, () => {
      expect(unknownOption(name, 1).fix).to.equal(`Known settings: ${Object.keys(options).join(', ')}.`);
    });
  }

  for (const name of ['cliPath', 'platformType', 'launchType']) {
    it(`says why ${name} is not needed`, () => expect(unknownOption(name, 'x').fix).to.match(/^Remove it: /));
  }

  it('names the settings that were put into a scope of their own', () => {
    const problem = unknownOption('network', { subnets: ['subnet-1'], securityGroupIds: [], subnetIds: [] });
    expect(problem.message).to.equal('is not a scope of the awsecs executor');
    expect(problem.fix).to.equal(
      'Its settings stand directly in aws.ecs. Did you mean aws.ecs.subnets, aws.ecs.securityGroups?',
    );
    expect(unknownOption('batch', { x: 1 }).fix).to.match(/^Known settings: /);
  });

  it('never shows the value', () => {
    fc.assert(
      fc.property(fc.string(), fc.uuid(), (name, secret) => {
        for (const value of [secret, [secret], { a: secret }]) {
          expect(JSON.stringify(unknownOption(name, value))).to.not.contain(secret);
        }
      }),
    );
  });
});
