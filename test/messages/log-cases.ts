import { PollingTaskMonitor } from '../../spi/index.js';
import type { EcsTask } from '../../src/aws/ecs-api.js';
import { toServiceError } from '../../src/aws/service-error.js';
import { LogGroup } from '../../src/logs/log-group.js';
import { NetworkPlanner } from '../../src/network/network-planner.js';
import { plugin } from '../../src/plugin.js';
import { sessionEnd } from '../../src/di/session-end.js';
import { InstanceBook } from '../../src/trace/instance-book.js';
import { PriceBook } from '../../src/trace/price-book.js';
import { PriceNotice } from '../../src/trace/price-notice.js';
import { RoomQueue } from '../../src/submit/room-queue.js';
import { Adaptations } from '../../src/submit/adaptations.js';
import { readTails } from '../../host/report/output-tails.js';
import { MemoryStore } from '../host/engine/memory-store.js';
import {
  awsEcsConfig,
  callRepeater,
  ecsTask,
  endedTask,
  provider,
  serviceError,
  typeCatalogue,
} from '../src/aws-builders.js';
import { ExecutorRig } from '../src/executor-rig.js';
import { OutcomeReaderRig } from '../src/outcome-reader-over.js';
import { roomWait } from '../src/room-wait.js';
import { stubInstanceTypesApi } from '../src/stub-instance-types-api.js';
import { stubEcsApi, stubLogsApi, stubNetworkApi, stubPriceFile, stubWorkDirApi } from '../src/stub-ports.js';
import { taskWatchOver } from '../src/task-watch-over.js';
import { FakeTaskHandler, type FakeState } from '../support/fake-task-handler.js';
import { fakeSession, type FakeSession } from '../support/fake-session.js';
import { taskRun } from '../support/task-run-builder.js';
import { settle } from '../support/fake-clock.js';
import { sdkError } from './sdk-error.js';

/** One occasion on which the log gets lines. */
export interface LogCase {
  readonly title: string;
  readonly act: (session: FakeSession) => Promise<unknown>;
}

const denied = toServiceError('s3:GetObject', sdkError('AccessDenied', 'Access Denied', { status: 403 }));
const expired = toServiceError(
  's3:GetObject',
  sdkError('ExpiredToken', 'The token has expired.', { status: 400 }),
);

/** Lets a call meet this failure for half a minute: a throttle that is over sooner is no news. */
function forAWhile(failure: 'throttled' | 'unavailable'): LogCase['act'] {
  return async (session) => {
    const end = session.clock.now() + 30_000;
    const action = (): Promise<string> =>
      session.clock.now() < end
        ? Promise.reject(serviceError(failure, 'AWS said so'))
        : Promise.resolve('answer');
    const calls = callRepeater(session).repeat('submitting tasks', action, { patience: 900_000 });
    await session.clock.advance(120_000);
    return calls;
  };
}

/** A task that finds no room, waits, and finds some. */
async function fullCluster(session: FakeSession): Promise<void> {
  let full = true;
  const wish = {
    name: 'HELLO (1)',
    lane: 'one',
    bound: { ms: 86_400_000, setting: 'aws.ecs.provisioningTimeout' },
    killed: new AbortController().signal,
    wait: roomWait({ begin: () => void (full = false) }),
  };
  const placed = new RoomQueue(session).place(wish, () =>
    Promise.resolve(full ? { kind: 'full', words: 'RESOURCE:MEMORY' } : { kind: 'room', value: 'task' }),
  );
  await session.clock.advance(120_000);
  await placed;
}

/** A task that ECS takes, has no instance for and then has one. */
function slowInstance(session: FakeSession): Promise<void> {
  const { watch, capacity } = taskWatchOver(session);
  const since = session.clock.now() - 600_000;
  capacity.lost('spot', 'RESOURCE:MEMORY');
  const seen = ecsTask({ lastStatus: 'PROVISIONING', capacityProvider: 'spot', eni: 'ATTACHING' });
  const task = taskRun();
  watch.overrun(task, seen, since);
  watch.overrun(task, ecsTask({ lastStatus: 'PENDING' }), since);
  return Promise.resolve();
}

/** A task that has an instance and stays PENDING on it for this long, at this stage of its start. */
function slowStart(minutes: number, seen: Partial<EcsTask>, pendingTimeout?: number): LogCase['act'] {
  return async (session) => {
    const { watch } = taskWatchOver(session, pendingTimeout === undefined ? {} : { pendingTimeout });
    const task = taskRun();
    const pending = { lastStatus: 'PENDING', capacityProvider: 'on-demand', ...seen };
    watch.overrun(task, ecsTask(pending), 0);
    await session.clock.advance(minutes * 60_000);
    watch.overrun(task, ecsTask(pending), 0);
    watch.overrun(task, ecsTask(), 0);
  };
}

function reading(failure: Error): LogCase['act'] {
  return (session) => {
    const workDir = stubWorkDirApi();
    workDir.readText.rejects(failure);
    const { reader } = new OutcomeReaderRig({ session, workDir });
    return reader.outcomeOf(taskRun(), endedTask(undefined), { killed: false });
  };
}

/** A monitor with one task on a backend that does as the handler says. */
async function monitored(
  session: FakeSession,
  change: (handler: FakeTaskHandler) => void,
  fetch: () => Promise<ReadonlyMap<string, FakeState>> = () => Promise.resolve(new Map<string, FakeState>()),
): Promise<void> {
  const { clock, logger, events } = session;
  const limits = { queueSize: 1, submitConcurrency: 1, batchSize: 100, pollDelay: () => 1000 };
  const monitor = new PollingTaskMonitor({ clock, logger, events, fetch, ...limits });
  const handler = new FakeTaskHandler(1);
  change(handler);
  monitor.schedule(handler);
  monitor.start();
  await clock.advance(2000);
  const closed = monitor.shutdown();
  await clock.advance(300_000);
  await closed;
}

/** A task that ended on an instance which ECS does not tell of. */
function hiddenInstance(session: FakeSession): Promise<void> {
  const ecs = stubEcsApi();
  const words = 'User: arn:aws:iam::123456789012:user/ada is not authorized';
  ecs.describeContainerInstances.rejects(
    toServiceError(
      'ecs:DescribeContainerInstances',
      sdkError('AccessDeniedException', words, { status: 400 }),
    ),
  );
  const task = endedTask(0, { instanceArn: 'arn:instance' });
  return new InstanceBook(ecs, awsEcsConfig(), session).look([{ kind: 'found', task }]);
}

/** The trace of a task whose instance has a type without a price, to the end of the session. */
function unpriced(priceTable?: string): LogCase['act'] {
  return (session) => {
    const config = awsEcsConfig(priceTable === undefined ? {} : { priceTable });
    const end = sessionEnd();
    const notice = new PriceNotice(new PriceBook(config, stubPriceFile()), config, session, end);
    for (const type of ['u9.6xlarge', 'm99.large']) notice.note(type);
    end.abort();
    return Promise.resolve();
  };
}

/** The notices and warnings of the plugin, the SPI's monitor and the engine. */
export function logCases(): readonly LogCase[] {
  return [
    { title: 'types that the package has no price of', act: unpriced() },
    { title: 'types that the table of the user has no price of', act: unpriced('prices.json') },
    {
      title: 'a run without a task role',
      act: async (session) => {
        const config = {
          aws: { ecs: { cluster: 'c', executionRole: 'arn:aws:iam::123456789012:role/r' } },
          wave: { enabled: true },
          fusion: { enabled: true },
        };
        await plugin.createExecutor('awsecs', fakeSession({ ...session, config })).shutdown();
      },
    },
    {
      title: 'a start',
      act: async ({ logger }) => {
        const rig = new ExecutorRig({ logger });
        await rig.run(0);
        await rig.executor.shutdown();
      },
    },
    {
      title: 'a log group that is made',
      act: (session) => {
        const logs = stubLogsApi();
        logs.createGroup.resolves('created');
        return new LogGroup(logs, awsEcsConfig(), session.logger, callRepeater(session)).ensure();
      },
    },
    {
      title: 'a log group that may not be made',
      act: (session) => {
        const logs = stubLogsApi();
        logs.createGroup.rejects(denied);
        return new LogGroup(logs, awsEcsConfig(), session.logger, callRepeater(session)).ensure();
      },
    },
    {
      title: 'routes that may not be read',
      act: (session) => {
        const ec2 = stubNetworkApi();
        ec2.routeTables.rejects(
          toServiceError('ec2:DescribeRouteTables', sdkError('UnauthorizedOperation', 'no', { status: 403 })),
        );
        return new NetworkPlanner(ec2, awsEcsConfig(), session.logger, callRepeater(session)).networkOf(
          provider(),
        );
      },
    },
    {
      title: 'instance types that may not be looked up',
      act: (session) => {
        const ec2 = stubInstanceTypesApi();
        ec2.matching.rejects(
          toServiceError(
            'ec2:DescribeInstanceTypes',
            sdkError('UnauthorizedOperation', 'no', { status: 403 }),
          ),
        );
        return typeCatalogue(session, ec2).knowing(['m6i.*']);
      },
    },
    {
      title: 'overrides that ECS ignores',
      act: ({ logger }) => Promise.resolve(new Adaptations(awsEcsConfig(), logger).ignoredOverrides()),
    },
    {
      title: 'a public address that ECS refuses',
      act: ({ logger }) => Promise.resolve(new Adaptations(awsEcsConfig(), logger).refusedPublicIp()),
    },
    { title: 'a rate that is limited for a while', act: forAWhile('throttled') },
    { title: 'AWS out of reach for a while', act: forAWhile('unavailable') },
    { title: 'a cluster that is full for a while', act: fullCluster },
    { title: 'a task that waits for an instance for long', act: slowInstance },
    { title: 'a task whose instance does not begin to pull its image', act: slowStart(6, {}) },
    {
      title: 'a task whose image is pulled for long',
      act: slowStart(20, { pullStartedAt: Date.UTC(2026, 0, 1, 0, 1) }, 3_600_000),
    },
    {
      title: 'a task that is not started though its image is there',
      act: slowStart(6, { lastStatus: 'ACTIVATING', pullStoppedAt: 1, eni: 'ATTACHING' }),
    },
    {
      title: 'a task that has run for 13 days',
      act: (session) => {
        const startedAt = session.clock.now() - 13 * 86_400_000;
        return Promise.resolve(taskWatchOver(session).watch.overrun(taskRun(), ecsTask({ startedAt }), 0));
      },
    },
    { title: 'instances that ECS may not tell of', act: hiddenInstance },
    { title: 'an exit file that may not be read', act: reading(denied) },
    { title: 'exit files that cannot be read for now', act: reading(expired) },
    {
      title: 'a status call that fails',
      act: (session) =>
        monitored(
          session,
          () => undefined,
          () => Promise.reject(serviceError('throttled')),
        ),
    },
    {
      title: 'a stop that is refused',
      act: (session) =>
        monitored(session, (handler) => (handler.onKill = () => Promise.reject(serviceError('denied')))),
    },
    {
      title: 'output that cannot be read for the report',
      act: ({ logger }) => {
        const store = new MemoryStore();
        store.readFailure = denied;
        return readTails(store, 's3://my-bucket/work/ab/c', logger);
      },
    },
  ];
}

/** The lines of one occasion, as the terminal marks them. */
export async function logLines({ act }: LogCase): Promise<string[]> {
  const session = fakeSession();
  await act(session);
  await settle();
  const marks = { debug: 'DEBUG: ', info: '', warn: 'WARN: ', error: 'ERROR: ' };
  return session.logger.entries.map(({ level, message }) => `${marks[level]}${message}`);
}
