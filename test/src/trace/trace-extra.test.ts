import { expect } from 'chai';
import { builtInPrices } from '../../../src/trace/built-in-prices.js';
import { traceExtra, type ExtraFacts } from '../../../src/trace/trace-extra.js';
import { traceFields } from '../../../src/trace/trace-fields.js';
import { taskRun } from '../../support/task-run-builder.js';
import { clusterFacts, ecsInstance, ecsTask, endedTask, provider } from '../aws-builders.js';

function extra(changes: Partial<ExtraFacts> = {}): ReturnType<typeof traceExtra> {
  return traceExtra({
    task: taskRun(),
    cluster: clusterFacts({ providers: [provider(), provider({ name: 'spot', capacityType: 'SPOT' })] }),
    seen: undefined,
    instance: undefined,
    prices: builtInPrices,
    ...changes,
  });
}

const ended = endedTask(0, {
  cpu: '1024',
  memory: '2048',
  capacityProvider: 'spot',
  availabilityZone: 'us-east-1b',
  createdAt: 1_000,
  pullStartedAt: 31_000,
  pullStoppedAt: 40_500,
  startedAt: 41_000,
  stoppedAt: 3_631_000,
  containers: [
    { name: 'sidecar', imageDigest: 'sha256:other' },
    { name: 'main', exitCode: 0, imageDigest: 'sha256:abc' },
  ],
});

describe(traceExtra.name, () => {
  it('has the cluster and the interruptions before a task is submitted', () => {
    expect(extra()).to.deep.equal({ cluster: 'nextflow-cluster', interruptions: 0 });
    const task = taskRun({ interruptions: { interruptions: 2, capacity: 1 } });
    expect(extra({ task })).to.have.property('interruptions', 2);
  });

  it('has all there is to know of an ended task, in the units it declares', () => {
    const { cost, ...rest } = extra({ seen: ended, instance: ecsInstance('arn:instance') });
    expect(rest).to.deep.equal({
      cluster: 'nextflow-cluster',
      interruptions: 0,
      capacity_provider: 'spot',
      instance_id: 'i-arninstance',
      instance_type: 'm6i.large',
      zone: 'us-east-1b',
      price_model: 'spot',
      image_digest: 'sha256:abc',
      cpus_asked: 1,
      memory_asked: 2_147_483_648,
      pull_time: 9_500,
      queue_time: 40_000,
      cost_basis: 'at most, by the on-demand price (us-east-1, 2026-01-19)',
    });
    const share = (9 + 2) / (9 * 2 + 7.5);
    expect(cost).to.be.closeTo(0.096 * 1.12 * share, 1e-9);
  });

  it('leaves out what nobody knows', () => {
    expect(extra({ seen: ecsTask({ cpu: 'x', createdAt: 5 }) })).to.deep.equal({
      cluster: 'nextflow-cluster',
      interruptions: 0,
    });
    const known = extra({ seen: ended });
    expect(known).to.include({ zone: 'us-east-1b', price_model: 'spot' });
    expect(known).to.not.have.any.keys('instance_id', 'instance_type', 'cost', 'cost_basis');
  });

  it('takes the zone of the instance where ECS tells none of the task', () => {
    expect(extra({ seen: ecsTask(), instance: ecsInstance() })).to.have.property('zone', 'us-east-1a');
  });

  it('never has a span of time below nothing', () => {
    const seen = { ...ended, createdAt: 50_000, pullStoppedAt: 30_000 };
    expect(extra({ seen })).to.include({ pull_time: 0, queue_time: 0 });
  });

  it('declares each of its fields once, in Nextflow’s manner, with a type that fits and a help', () => {
    const types = new Map(traceFields.map(({ name, type }) => [name as string, type]));
    expect(types.size).to.equal(traceFields.length);
    for (const { name, help } of traceFields) {
      expect(name).to.match(/^[a-z][a-z\d_]*$/);
      expect(help).to.match(/^[A-Zv].*\.$/);
    }
    for (const [name, value] of Object.entries(extra({ seen: ended, instance: ecsInstance() })))
      expect(typeof value, name).to.equal(types.get(name) === 'text' ? 'string' : 'number');
  });
});
