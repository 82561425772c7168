import {
  mergeConfig,
  virtualTime,
  type KitOptions,
  type LoadRequest,
  type Need,
  type PluginUnderTest,
} from '../../../conformance/index.js';
import type { ConfigMap, Executor, Session } from '../../../spi/index.js';
import { awsecsDirectives } from './awsecs-directives.js';
import { CloudBackend, CLUSTER } from './cloud-backend.js';
import { cloudFaults } from './cloud-faults.js';
import { IoQuiet } from '../../support/io-quiet.js';

/** The plugin’s own, at the root of the repository. */
export const awsecsManifest = new URL('../../../../plugin.json', import.meta.url);

const ROLE = 'arn:aws:iam::123456789012:role/';

/** Settings that are right, but for where AWS is. */
export const config: ConfigMap = {
  aws: { region: 'us-east-1', ecs: { cluster: CLUSTER, executionRole: `${ROLE}ecsTaskExecutionRole` } },
  wave: { enabled: true },
  fusion: { enabled: true },
};

/** What awsecs must be able to do: a skip for one of these is a failure. */
export const requiredOfAwsecs: readonly Need[] = [
  ...(['signals', 'output', 'exitRecord', 'outOfMemory', 'queueSize', 'pollInterval', 'logs'] as const),
  ...(['adoption', 'housekeeping'] as const),
  ...(['plugin', 'settings', 'budgets', 'directives', 'requests'] as const),
  ...(['throttleSubmits', 'loseSubmitAnswers', 'refuseSubmits', 'delaySubmits'] as const),
  ...(['failPolls', 'hideNewTasks', 'forgetTasks', 'refuseKills'] as const),
  ...(['failStarts', 'failImagePulls', 'failForCapacity', 'takeMachines'] as const),
];

/** Makes the executor under test for a session that leads to the cloud. */
export type MakeAwsecs = (session: Session) => Executor;

type Runner = Pick<KitOptions<CloudBackend>, 'describe' | 'it'>;

/** The kit on awsecs over the local cloud, all in virtual time. */
export function awsecsKit(
  runner: Runner,
  plugin: PluginUnderTest,
  make: MakeAwsecs = (session) => plugin.plugin.createExecutor('awsecs', session),
): KitOptions<CloudBackend> {
  const quiet = new IoQuiet();
  return {
    ...runner,
    load: (request) => load(request, quiet, make),
    close: async (backend) => {
      await backend.close();
      quiet.unwatch();
    },
    makeTask: async (work, seat, backend) => {
      await backend.expect(work, seat);
      return {
        ...seat,
        container: 'ubuntu:latest',
        directives: { others: {} },
        launch: {
          entryPoint: ['/usr/bin/fusion'],
          command: ['bash', `/fusion/${seat.workDir.replace('://', '/')}/.command.run`],
          environment: {},
        },
        prepare: () => Promise.resolve(),
      };
    },
    observe: (backend) => backend.view(),
    readOutput: (backend, task) => backend.output(task),
    capabilities: {
      signals: true,
      output: true,
      exitRecord: true,
      outOfMemory: true,
      queueSize: true,
      pollInterval: true,
      logs: true,
      adoption: true,
      housekeeping: true,
    },
    faults: cloudFaults,
    required: requiredOfAwsecs,
    plugin,
    settings: [
      {
        name: 'aws.ecs.taskRole',
        before: { aws: { ecs: { taskRole: `${ROLE}before` } } },
        after: { aws: { ecs: { taskRole: `${ROLE}after` } } },
        seen: async (backend, arn) => (await backend.definitionOf(arn))?.taskRoleArn,
        expected: `${ROLE}after`,
      },
    ],
    directives: awsecsDirectives,
    budgets: [
      {
        name: 'registrations',
        allowed: () => 1,
        spent: ({ cloud }) => cloud.calls.count('ecs', 'RegisterTaskDefinition'),
      },
      {
        name: 'submits',
        allowed: (tasks) => tasks,
        spent: ({ cloud }) => cloud.calls.count('ecs', 'RunTask'),
      },
    ],
    time: () => virtualTime({ settle: quiet.settle }),
    workDir: 's3://my-bucket/work',
    // More than one status call takes.
    scale: 101,
  };
}

async function load(
  { session, time, backend }: LoadRequest<CloudBackend>,
  quiet: IoQuiet,
  make: MakeAwsecs,
): Promise<{ readonly executor: Executor; readonly backend: CloudBackend }> {
  if (backend === undefined) quiet.watch();
  const used = backend ?? (await CloudBackend.start(time.clock));
  const { endpoint, credentials } = used.cloud;
  const reached = {
    aws: {
      accessKey: credentials.accessKeyId,
      secretKey: credentials.secretAccessKey,
      client: { endpoint, s3PathStyleAccess: true },
      ecs: { endpoint },
    },
  };
  const merged = mergeConfig(mergeConfig(config, reached), session.config);
  return { executor: make({ ...session, config: merged }), backend: used };
}
