import type { InjectionToken } from 'tsyringe';
import { AwsClients } from '../../../src/aws/clients.js';
import { EcsApi, type EcsTask, type EcsTaskSnapshot } from '../../../src/aws/ecs-api.js';
import type { AwsEcsConfig } from '../../../src/config/awsecs-config.js';
import { AwsEcsConfigProvider } from '../../../src/config/config-provider.js';
import { compose, override, type Override } from '../../../src/di/compose.js';
import { SessionEnd } from '../../../src/di/session-end.js';
import { untyped, type Token } from '../../../src/di/token.js';
import { AwsEcsExecutor } from '../../../src/executor.js';
import { OutcomeReader } from '../../../src/outcome/outcome-reader.js';
import { RequestPlanner } from '../../../src/request/request-planner.js';
import { TaskStopper } from '../../../src/submit/task-stopper.js';
import { AwsEcsTaskMonitor } from '../../../src/task-monitor.js';
import { TaskServicesFactory } from '../../../src/task-services.js';
import type {
  Executor,
  PollingTaskMonitorOptions,
  Session,
  TaskDirectives,
  TaskMonitor,
  TaskOutcome,
} from '../../../spi/index.js';
import { LeakyMonitor } from '../broken-monitors.js';

/** One binding of awsecs in another way; a service is its own token. */
export interface Binding {
  readonly token: Token<unknown> | InjectionToken;
  readonly value: unknown;
}

/** What a broken binding may build on: the session, and the sound services of the same session. */
export interface Ground {
  readonly session: Session;
  readonly config: AwsEcsConfig;
  readonly scope: {
    readonly ecs: EcsApi;
    readonly monitor: TaskMonitor;
    readonly outcomes: OutcomeReader;
    readonly services: TaskServicesFactory;
    readonly stopper: TaskStopper;
    readonly planner: RequestPlanner;
  };
}

/** awsecs with one thing wrong. */
export interface BrokenAwsecs {
  /** What is wrong. */
  readonly name: string;
  /** Where it was seen: facts on peers and on upstream Nextflow. */
  readonly source: string;
  /** It is shown to the tests of the kit whose titles begin so: a group, or one test where tests are long. */
  readonly shownTo: string;
  /** How the titles of the tests go on that must catch it; no other test may fail. */
  readonly caughtBy: readonly string[];
  readonly bindings: (ground: Ground) => readonly Binding[];
  /** What is changed about the executor itself. */
  readonly executor?: (sound: Executor) => Partial<Executor>;
}

/** The executor of a session with some of its bindings replaced. */
export function makeBroken(
  session: Session,
  { bindings, executor = () => ({}) }: Pick<BrokenAwsecs, 'bindings' | 'executor'>,
): Executor {
  const config = new AwsEcsConfigProvider(session).load();
  const sound = compose(config, session);
  const scope = {
    ecs: sound.resolve(untyped(EcsApi)),
    monitor: sound.resolve(AwsEcsTaskMonitor),
    outcomes: sound.resolve(OutcomeReader),
    services: sound.resolve(TaskServicesFactory),
    stopper: sound.resolve(TaskStopper),
    planner: sound.resolve(RequestPlanner),
  };
  // Both share what a shutdown ends.
  const shared = [
    override(AwsClients, sound.resolve(untyped(AwsClients))),
    override(SessionEnd, sound.resolve(untyped(SessionEnd))),
  ];
  const broken = bindings({ session, config, scope }) as readonly Override[];
  const made = compose(config, session, [...shared, ...broken]).resolve(AwsEcsExecutor);
  // In place: what is not changed goes on with the fields of its own.
  return Object.assign(made, executor(made));
}

/** Some calls to ECS in another way. */
export function brokenEcs(change: (ecs: EcsApi) => Partial<EcsApi>): BrokenAwsecs['bindings'] {
  return ({ scope: { ecs } }) => {
    // What is not changed is inherited.
    const broken = Object.assign(Object.create(ecs) as EcsApi, change(ecs));
    return [override(EcsApi, broken)];
  };
}

/** Other directives than the task has. */
export function brokenDirectives(
  change: (directives: TaskDirectives) => TaskDirectives,
): BrokenAwsecs['bindings'] {
  return ({ scope: { planner } }) => {
    const plan: RequestPlanner['plan'] = async (task, facts) => {
      const planned = await planner.plan({ ...task, directives: change(task.directives) }, facts);
      return { ...planned, task };
    };
    // What is not changed is inherited.
    const broken = Object.assign(Object.create(planner) as RequestPlanner, { plan });
    return [{ token: RequestPlanner, value: broken }];
  };
}

/** A monitor that counts its slots by itself and loses those of tasks that end so. */
export function leaky(keeps: (outcome: TaskOutcome) => boolean): BrokenAwsecs['bindings'] {
  return ({ scope: { ecs }, config, session: { clock, logger, events } }) => {
    const options: PollingTaskMonitorOptions<EcsTaskSnapshot> = {
      ...{ clock, logger, events, queueSize: config.queueSize },
      ...{ submitConcurrency: 50, batchSize: 100 },
      fetch: (arns) => ecs.describeTasks(config.cluster, arns),
      pollDelay: () => config.pollInterval,
    };
    return [{ token: AwsEcsTaskMonitor, value: new LeakyMonitor(options, keeps) }];
  };
}

/** Another verdict on the end of a task. */
export function brokenOutcome(
  change: (outcome: TaskOutcome, ended: EcsTask | undefined) => TaskOutcome,
): BrokenAwsecs['bindings'] {
  return ({ scope: { outcomes } }) => {
    const outcomeOf: OutcomeReader['outcomeOf'] = async (task, ended, killed) => {
      const outcome = await outcomes.outcomeOf(task, ended, killed);
      return outcome === undefined ? undefined : change(outcome, ended);
    };
    return [{ token: OutcomeReader, value: { outcomeOf } }];
  };
}
