import { join } from 'node:path';
import { inspect } from 'node:util';
import { fileURLToPath } from 'node:url';
import {
  DescribeTasksCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
} from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { readRunConfig } from '../../host/engine/run-config.js';
import { s3ClientSettings } from '../../host/storage/s3-client-settings.js';
import { startLocalCloud } from '../../local/index.js';
import { buildClients } from '../../src/aws/clients.js';
import { SdkEcsApi } from '../../src/aws/sdk-ecs-api.js';
import { AwsEcsConfigProvider } from '../../src/config/config-provider.js';
import { Canaries } from './canaries.js';
import { eventually } from './within.js';
import { quickstartConfig, Workspace } from './workspace.js';

const ownManifest = fileURLToPath(new URL('../../../plugin.json', import.meta.url));

describe('secrets, in what objects show of themselves', function () {
  this.timeout(30_000);
  let workspace: Workspace;
  let canaries: Canaries;

  beforeEach(async () => {
    workspace = await Workspace.open();
    canaries = new Canaries();
  });

  afterEach(() => workspace.close());

  /** All that `console.log` and a JSON log could show of it, hidden members too. */
  function shown(value: unknown): string {
    const seen = new Set<unknown>();
    const json = JSON.stringify(value, (_, member: unknown) => {
      if (typeof member === 'bigint') return String(member);
      if (typeof member !== 'object' || member === null) return member;
      if (seen.has(member)) return undefined;
      seen.add(member);
      return member;
    });
    return `${inspect(value, { depth: 12, showHidden: false, maxArrayLength: null, maxStringLength: null })}\n${json}`;
  }

  it('are absent from the configuration and the clients, which have them', async () => {
    const cloud = await workspace.cloud();
    const keys = {
      id: canaries.plant('key id', (heart) => `AKIA${heart}`),
      secret: canaries.plant('secret key'),
    };
    const settings = `aws.accessKey = '${keys.id}'\naws.secretKey = '${keys.secret}'\naws.ecs.endpoint = '${cloud.endpoint}'\n`;
    await workspace.pipeline({ HELLO: 'echo hello' }, (await quickstartConfig()) + settings);
    const { config } = await readRunConfig({
      scriptPath: join(workspace.folder, 'main.nf'),
      cwd: workspace.folder,
      builtInPlugins: [ownManifest],
    });
    expect(config['aws']).to.have.property('secretKey', keys.secret);
    const ours = new AwsEcsConfigProvider({ config, workDir: 's3://my-bucket/work' }).load();
    const clients = buildClients(ours);
    await new SdkEcsApi(clients.ecs).describeCluster('nextflow-cluster');
    expect(await clients.ecs.config.credentials()).to.include({ secretAccessKey: keys.secret });
    for (const object of [config, ours, clients, clients.ecs.config, clients.s3, s3ClientSettings(config)]) {
      const text = shown(object);
      expect(text.length).to.be.greaterThan(20);
      expect(canaries.in(text), text.slice(0, 2000)).to.deep.equal([]);
    }
    clients.close();
  });

  it('are absent from a local cloud, its log, its control API and its files, though its tasks have them', async () => {
    const log: string[] = [];
    const secret = canaries.plant('secret of a task');
    const name = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:db-abcdef';
    const cloud = await startLocalCloud({
      dataDir: join(workspace.folder, 'data'),
      runtime: 'process',
      keep: true,
      speed: 10_000,
      secrets: { [name]: secret },
      waveTokens: [canaries.plant('wave token')],
      log: (said) => void log.push(said),
    });
    const { endpoint, region } = cloud;
    const credentials = {
      accessKeyId: canaries.plant('caller', (heart) => `AKIA${heart}`),
      secretAccessKey: canaries.plant('signer'),
    };
    const ecs = new ECSClient({
      endpoint,
      region,
      credentials: { ...credentials, sessionToken: canaries.plant('session token') },
    });
    try {
      const { taskDefinition } = await ecs.send(
        new RegisterTaskDefinitionCommand({
          family: 'has-a-secret',
          requiresCompatibilities: ['MANAGED_INSTANCES'],
          networkMode: 'host',
          cpu: '256',
          memory: '512',
          executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
          containerDefinitions: [
            {
              name: 'main',
              image: 'ubuntu',
              command: ['sh', '-c', `test "\${#DB}" = ${secret.length}; exit $((40 + $?))`],
              secrets: [{ name: 'DB', valueFrom: name }],
            },
          ],
        }),
      );
      const cluster = 'nextflow-cluster';
      const { tasks } = await ecs.send(
        new RunTaskCommand({ cluster, taskDefinition: taskDefinition?.taskDefinitionArn }),
      );
      const wanted = { cluster, tasks: [tasks?.[0]?.taskArn ?? ''] };
      const ended = await eventually(
        async () => {
          const [task] = (await ecs.send(new DescribeTasksCommand(wanted))).tasks ?? [];
          return task?.lastStatus === 'STOPPED' ? task : undefined;
        },
        () => 'the task does not stop',
      );
      expect(ended.containers?.[0]?.exitCode, JSON.stringify(ended)).to.equal(40);
      const told = await Promise.all(
        ['', 'calls', 'faults'].map(async (path) => (await fetch(`${endpoint}/_local/${path}`)).text()),
      );
      const all = [shown(cloud), shown(cloud.control), JSON.stringify(ended), ...told, ...log];
      for (const text of all) expect(canaries.in(text), text.slice(0, 2000)).to.deep.equal([]);
    } finally {
      ecs.destroy();
      await cloud.close();
    }
    expect(canaries.in(log.join('\n'))).to.deep.equal([]);
    expect(await canaries.inFiles(workspace.folder)).to.deep.equal([]);
  });
});
