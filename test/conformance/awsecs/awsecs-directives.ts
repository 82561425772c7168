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
