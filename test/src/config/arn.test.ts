import { expect } from 'chai';
import { CLUSTER_NAME_OR_ARN, ROLE_ARN, regionOfCluster } from '../../../src/config/arn.js';

const isRoleArn = (text: string): boolean => new RegExp(ROLE_ARN, 'u').test(text);
const isClusterNameOrArn = (text: string): boolean => new RegExp(CLUSTER_NAME_OR_ARN, 'u').test(text);

describe('the form of a role’s ARN', () => {
  for (const arn of [
    'arn:aws:iam::123456789:role/ecsTaskExecutionRole',
    'arn:aws:iam::123456789012:role/path/to/role+=,.@-_',
    'arn:aws-cn:iam::123456789012:role/r',
    'arn:aws-us-gov:iam::123456789012:role/r',
    'arn:aws-iso-b:iam::123456789012:role/r',
  ]) {
    it(`takes ${arn}`, () => expect(isRoleArn(arn)).to.equal(true));
  }

  for (const text of [
    '',
    'ecsTaskExecutionRole',
    'arn:aws:iam::123456789012:user/me',
    'arn:aws:iam::123456789012:role/',
    'arn:aws:iam::account:role/r',
    'arn:aws:iam:us-east-1:123456789012:role/r',
    'arn:gcp:iam::123456789012:role/r',
    ' arn:aws:iam::123456789012:role/r',
    'arn:aws:iam::123456789012:role/r\n',
    'arn:aws:iam::123456789012:role/a b',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => expect(isRoleArn(text)).to.equal(false));
  }
});

describe('the form of a cluster', () => {
  for (const text of [
    'nextflow-cluster',
    'under_score1',
    'a'.repeat(255),
    'arn:aws:ecs:us-east-1:123456789:cluster/nextflow-cluster',
    'arn:aws-cn:ecs:cn-north-1:123456789012:cluster/c',
  ]) {
    it(`takes ${text.slice(0, 60)}`, () => expect(isClusterNameOrArn(text)).to.equal(true));
  }

  for (const text of [
    '',
    'a b',
    'a/b',
    'a'.repeat(256),
    'arn:aws:ecs:us-east-1:123456789012:service/x',
    ' arn:aws:ecs:us-east-1:123456789012:cluster/x',
    'arn:aws:ecs:us-east-1:123456789012:cluster/x/y',
    'ü',
  ]) {
    it(`refuses ${JSON.stringify(text.slice(0, 60))}`, () =>
      expect(isClusterNameOrArn(text)).to.equal(false));
  }
});

describe(regionOfCluster.name, () => {
  it('reads the region of an ARN and none of a name', () => {
    expect(regionOfCluster('arn:aws:ecs:eu-west-3:123456789012:cluster/c')).to.equal('eu-west-3');
    expect(regionOfCluster('nextflow-cluster')).to.equal(undefined);
  });
});
