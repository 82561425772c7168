import type { DirectiveProbes } from '../../../conformance/index.js';
import type { TaskRun } from '../../../spi/index.js';
import type { CloudBackend } from './cloud-backend.js';

const GIB = 1024 ** 3;

/** What awsecs makes of directives, as far as ECS can tell. What is left out here is in test/requests and test/src/request. */
export const awsecsDirectives: DirectiveProbes<CloudBackend> = {
  honoured: [
    {
      name: 'cpus',
      directives: { cpus: 2, others: {} },
      seen: async (cloud, arn) => (await cloud.taskOf(arn))?.cpu,
      expected: '2048',
    },
    {
      name: 'memory',
      directives: { memory: 3 * GIB, others: {} },
      seen: async (cloud, arn) => (await cloud.taskOf(arn))?.memory,
      expected: '3072',
    },
  ],
  refused: [
    { name: 'cpus', directives: { cpus: 1000, others: {} } },
    { name: 'queue', directives: { others: { queue: '' } } },
    { name: 'maxSubmitAwait', directives: { others: { maxSubmitAwait: -1 } } },
    { name: 'disk', directives: { others: { disk: { request: 20_000 * GIB } } } },
    { name: 'accelerator', directives: { others: { accelerator: { request: 1, type: 'abacus' } } } },
    { name: 'machineType', directives: { others: { machineType: ['large please'] } } },
    { name: 'arch', directives: { others: { arch: { name: 'linux/sparc' } } } },
    { name: 'time', directives: { others: { time: 1 } } },
    { name: 'containerOptions', directives: { others: { containerOptions: '--shm-size 1g' } } },
    { name: 'resourceLabels', directives: { others: { resourceLabels: { 'aws:team': 'x' } } } },
    { name: 'secret', directives: { others: { secret: ['not a name'] } } },
    { name: 'array', directives: { others: { array: 0 } } },
  ],
  requestOf: async (cloud, arn, task) => withoutOwn(JSON.stringify(await requestOf(cloud, arn)), task),
};

async function requestOf(cloud: CloudBackend, arn: string): Promise<object> {
  const told = await cloud.taskOf(arn);
  const { taskDefinitionArn, capacityProviderName, cpu, memory, overrides, startedBy } = told ?? {};
  return { taskDefinitionArn, capacityProviderName, cpu, memory, overrides, startedBy };
}

/** The work dir, as a URI and as Fusion's path. */
function withoutOwn(text: string, { hash }: TaskRun): string {
  return text.replaceAll(`${hash.slice(0, 2)}/${hash.slice(2)}`, 'own');
}
