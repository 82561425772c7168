import { readFile } from 'node:fs/promises';
import {
  DescribeCapacityProvidersCommand,
  DescribeContainerInstancesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  type Task,
} from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import type { LocalCloud } from '../../local/index.js';
import { cloudEnvironment, example, exampleFile, type ExampleName, Workspace } from './workspace.js';

/** Where a task ran, as its cloud tells it. */
interface Ran {
  readonly provider: string;
  /** Matches the instance type. */
  readonly type: RegExp;
}

const generalPurpose = /^[cmr]\d/;
const graviton = /^[cmr]\d\w*g\w*\./;

/** By example, the processes and where each is to run. */
const examples: readonly (readonly [ExampleName, string, Readonly<Record<string, Ran>>])[] = [
  ['cpu', 'nextflow-cluster', { CPU_TASK: { provider: 'MANAGED_INSTANCES', type: generalPurpose } }],
  ['gpu', 'mixed-cluster', { GPU_TRAINING: { provider: 'gpu', type: /^g4dn\./ } }],
  [
    'large-storage',
    'nextflow-cluster',
    { BIG_DATA: { provider: 'MANAGED_INSTANCES', type: generalPurpose } },
  ],
  [
    'instance-type',
    'nextflow-cluster',
    { MEMORY_INTENSIVE: { provider: 'MANAGED_INSTANCES', type: /^r6i\.2xlarge$/ } },
  ],
  [
    'mixed',
    'mixed-cluster',
    {
      ON_DEMAND: { provider: 'MANAGED_INSTANCES', type: generalPurpose },
      SPOT: { provider: 'spot', type: generalPurpose },
      GPU: { provider: 'gpu', type: /^(g|p)\d/ },
      BIG_DISK: { provider: 'MANAGED_INSTANCES', type: generalPurpose },
      ARM: { provider: 'MANAGED_INSTANCES', type: graviton },
      PINNED: { provider: 'MANAGED_INSTANCES', type: /^m6i\.xlarge$/ },
    },
  ],
];

describe('the examples on a local cloud', function () {
  this.timeout(60_000);
  let workspace: Workspace;
  let cloud: LocalCloud;
  let ecs: ECSClient;

  beforeEach(async () => {
    workspace = await Workspace.open();
    cloud = await workspace.cloud();
    const { endpoint, region, credentials } = cloud;
    ecs = new ECSClient({ endpoint, region, credentials });
  });

  afterEach(async () => {
    ecs.destroy();
    await workspace.close();
  });

  for (const [name, cluster, expected] of examples) {
    it(`${name}: each task runs on the provider and the instances it should`, async () => {
      const { code, stdout, stderr } = await workspace.run(['run', example(name)], {
        env: cloudEnvironment(cloud),
      });
      expect(code, stderr).to.equal(0);
      expect(stdout).to.contain(`${Object.keys(expected).length} succeeded`);
      const tasks = await tasksOf(cluster);
      expect(tasks.map(processOf)).to.have.members(Object.keys(expected));
      for (const task of tasks) {
        const { provider, type } = expected[processOf(task)] ?? { provider: 'none', type: /^none$/ };
        expect(task.capacityProviderName, processOf(task)).to.equal(provider);
        expect(await instanceType(cluster, task), processOf(task)).to.match(type);
      }
    });
  }

  it('retries: asks for more memory with each attempt, and goes on without the task in the end', async () => {
    const { code, stdout, stderr } = await workspace.run(['run', example('retries')], {
      env: cloudEnvironment(cloud),
    });
    expect(code, stderr).to.equal(0);
    for (const said of [
      'STUBBORN` terminated with an error exit status (3)',
      'Execution is retried (1 of at most 5)',
      'Execution is retried (2 of at most 5)',
      'Error is ignored',
      'The run goes on.',
      '1 succeeded, 1 ignored (2 retried)',
    ])
      expect(stdout).to.contain(said);
    const tasks = (await tasksOf('nextflow-cluster')).filter((task) => processOf(task) === 'STUBBORN');
    expect(tasks.map(({ overrides }) => overrides?.memory)).to.have.members(['512', '1024', '1536']);
  });

  it('attaches a volume to the task that asks for a large disk', async () => {
    const { code, stderr } = await workspace.run(['run', example('large-storage')], {
      env: cloudEnvironment(cloud),
    });
    expect(code, stderr).to.equal(0);
    const [task] = await tasksOf('nextflow-cluster');
    expect(task?.attachments?.map(({ type }) => type)).to.deep.equal(['AmazonElasticBlockStorage']);
  });

  for (const name of ['spot', 'gpu']) {
    it(`write down for AWS the provider ${name} that the local cloud has`, async () => {
      const written = JSON.parse(await readFile(exampleFile('mixed', `${name}-provider.json`), 'utf8')) as {
        readonly cluster: string;
        readonly name: string;
        readonly managedInstancesProvider: { readonly instanceLaunchTemplate: object };
      };
      expect(written).to.include({ cluster: 'mixed-cluster', name });
      const described = await ecs.send(
        new DescribeCapacityProvidersCommand({ cluster: 'mixed-cluster', capacityProviders: [name] }),
      );
      const local = described.capacityProviders?.[0]?.managedInstancesProvider?.instanceLaunchTemplate;
      const choice = ({
        capacityOptionType = 'ON_DEMAND',
        instanceRequirements,
      }: NonNullable<typeof local>): unknown => ({ capacityOptionType, instanceRequirements });
      const { instanceLaunchTemplate } = written.managedInstancesProvider;
      expect(choice(instanceLaunchTemplate as never)).to.deep.equal(choice(local as never));
    });
  }

  async function tasksOf(cluster: string): Promise<Task[]> {
    const { taskArns } = await ecs.send(new ListTasksCommand({ cluster, desiredStatus: 'STOPPED' }));
    const { tasks } = await ecs.send(
      new DescribeTasksCommand({ cluster, tasks: taskArns ?? [], include: ['TAGS'] }),
    );
    return tasks ?? [];
  }

  async function instanceType(cluster: string, { containerInstanceArn = '' }: Task): Promise<string> {
    const { containerInstances } = await ecs.send(
      new DescribeContainerInstancesCommand({ cluster, containerInstances: [containerInstanceArn] }),
    );
    const attributes = containerInstances?.[0]?.attributes ?? [];
    return attributes.find((attribute) => attribute.name === 'ecs.instance-type')?.value ?? '';
  }
});

/** The process of a task, by the tag that the executor gives it. */
function processOf({ tags = [] }: Task): string {
  return tags.find(({ key }) => key === 'nextflow.io/processName')?.value ?? '';
}
