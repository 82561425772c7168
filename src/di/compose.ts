import { Lifecycle, container, type ClassProvider, type DependencyContainer } from 'tsyringe';
import { CallRepeater } from '../aws/call-repeater.js';
import { AwsLine } from '../aws/aws-line.js';
import { AwsClients, buildClients } from '../aws/clients.js';
import { EcsApi } from '../aws/ecs-api.js';
import { EcsEndpoint, SdkEcsEndpoint } from '../aws/endpoint.js';
import { InstanceTypesApi } from '../aws/instance-types-api.js';
import { LogsApi, SdkLogsApi } from '../aws/logs-api.js';
import { NetworkApi } from '../aws/network-api.js';
import { SdkEcsApi } from '../aws/sdk-ecs-api.js';
import { SdkInstanceTypesApi } from '../aws/sdk-instance-types-api.js';
import { SdkNetworkApi } from '../aws/sdk-network-api.js';
import { S3WorkDirApi, WorkDirApi } from '../aws/work-dir-api.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { DefinitionStore } from '../definitions/definition-store.js';
import { Registrations } from '../definitions/registrations.js';
import { AwsEcsExecutor } from '../executor.js';
import { AwsEcsHousekeeping } from '../housekeeping/aws-ecs-housekeeping.js';
import { RunningTasks } from '../housekeeping/running-tasks.js';
import { TaskCosts } from '../housekeeping/task-costs.js';
import { LogGroup } from '../logs/log-group.js';
import { LogTails } from '../logs/log-tails.js';
import { PacedLogsApi } from '../logs/paced-logs-api.js';
import { TaskEnds } from '../logs/task-ends.js';
import { TaskLogs } from '../logs/task-logs.js';
import { TaskPlaces } from '../logs/task-places.js';
import { NetworkPlanner } from '../network/network-planner.js';
import { OutcomeReader } from '../outcome/outcome-reader.js';
import { CapacityBook } from '../placement/capacity-book.js';
import { ClusterInspector } from '../placement/cluster-inspector.js';
import { TypeCatalogue } from '../placement/type-catalogue.js';
import { Adoption } from '../recovery/adoption.js';
import { FreshStart } from '../recovery/fresh-start.js';
import { SessionTasks } from '../recovery/session-tasks.js';
import { Takeover } from '../recovery/takeover.js';
import { AwsEcsPlanner } from '../plan/aws-ecs-planner.js';
import { WayPlanner } from '../plan/way-planner.js';
import { Preflight } from '../preflight.js';
import { RequestPlanner } from '../request/request-planner.js';
import { SessionGround } from '../session-ground.js';
import { SessionStart } from '../session-start.js';
import { MisfitStopper } from '../submit/misfit-stopper.js';
import { NextTry } from '../submit/next-try.js';
import { PacedEcsApi } from '../submit/paced-ecs-api.js';
import { Adaptations } from '../submit/adaptations.js';
import { RoomQueue } from '../submit/room-queue.js';
import { SubmitAttempt } from '../submit/submit-attempt.js';
import { SubmitCalls } from '../submit/submit-calls.js';
import { SubmitRequests } from '../submit/submit-requests.js';
import { Submitter } from '../submit/submitter.js';
import { TaskLauncher } from '../submit/task-launcher.js';
import { TaskStopper } from '../submit/task-stopper.js';
import { AwsEcsTaskMonitor } from '../task-monitor.js';
import { TaskServicesFactory } from '../task-services.js';
import { InstanceBook } from '../trace/instance-book.js';
import { PriceBook } from '../trace/price-book.js';
import { PriceNotice } from '../trace/price-notice.js';
import { diskPriceFile, PriceFile } from '../trace/price-file.js';
import { TaskTrace } from '../trace/task-trace.js';
import { InstanceWait } from '../watch/instance-wait.js';
import { OldAge } from '../watch/old-age.js';
import { StartWait } from '../watch/start-wait.js';
import { TaskEnder } from '../watch/task-ender.js';
import { TaskWatch } from '../watch/task-watch.js';
import { WaitNotices } from '../watch/wait-notices.js';
import { ExitFiles } from '../workdir/exit-files.js';
import { SubmissionRecords } from '../workdir/submission-records.js';
import { SessionEnd, sessionEnd } from './session-end.js';
import { untyped, type Token } from './token.js';
import { Clock, Logger, Session } from './tokens.js';

/** Replaces what one token stands for: how a test injects a mock. */
export interface Override {
  readonly token: Token<unknown>;
  readonly value: unknown;
}

/** A typed {@link Override}. */
export function override<T>(token: Token<T>, value: NoInfer<T>): Override {
  return { token, value };
}

/** Every service, one instance a session. */
export const services: readonly ClassProvider<object>['useClass'][] = [
  Adaptations,
  Adoption,
  AwsEcsExecutor,
  AwsEcsHousekeeping,
  AwsEcsPlanner,
  AwsEcsTaskMonitor,
  AwsLine,
  CallRepeater,
  CapacityBook,
  ClusterInspector,
  DefinitionStore,
  ExitFiles,
  InstanceBook,
  InstanceWait,
  LogGroup,
  LogTails,
  MisfitStopper,
  NetworkPlanner,
  NextTry,
  OldAge,
  OutcomeReader,
  Preflight,
  PriceBook,
  PriceNotice,
  Registrations,
  RequestPlanner,
  RoomQueue,
  RunningTasks,
  SessionGround,
  SessionStart,
  SessionTasks,
  StartWait,
  SubmissionRecords,
  SubmitAttempt,
  SubmitCalls,
  SubmitRequests,
  Submitter,
  TaskCosts,
  Takeover,
  FreshStart,
  TaskEnder,
  TaskEnds,
  TaskLauncher,
  TaskLogs,
  TaskPlaces,
  TaskServicesFactory,
  TaskStopper,
  TaskTrace,
  TaskWatch,
  TypeCatalogue,
  WaitNotices,
  WayPlanner,
];

/** The only composition root: everything that exists in a session is bound here. */
export function compose(
  config: AwsEcsConfig,
  session: Session,
  overrides: readonly Override[] = [],
): DependencyContainer {
  const scope = container.createChildContainer();
  const clients = buildClients(config);
  bind(scope, AwsEcsConfig, config);
  bind(scope, Session, session);
  bind(scope, Clock, session.clock);
  bind(scope, Logger, session.logger);
  bind(scope, AwsClients, clients);
  const end = sessionEnd();
  bind(scope, SessionEnd, end);
  const limits = { submitRate: config.submitRateLimit, end: end.signal };
  bind(scope, EcsApi, new PacedEcsApi(new SdkEcsApi(clients.ecs), session.clock, limits));
  bind(scope, EcsEndpoint, new SdkEcsEndpoint(clients.ecs));
  bind(scope, NetworkApi, new SdkNetworkApi(clients.ec2));
  bind(scope, InstanceTypesApi, new SdkInstanceTypesApi(clients.ec2));
  bind(scope, LogsApi, new PacedLogsApi(new SdkLogsApi(clients.logs), session.clock, end.signal));
  bind(scope, WorkDirApi, new S3WorkDirApi(clients.s3));
  bind(scope, PriceFile, diskPriceFile);
  for (const service of services) {
    scope.register(service, { useClass: service }, { lifecycle: Lifecycle.ContainerScoped });
  }
  for (const { token, value } of overrides) scope.register(untyped(token), { useValue: value });
  return scope;
}

function bind<T>(scope: DependencyContainer, token: Token<T>, value: NoInfer<T>): void {
  scope.register(untyped(token), { useValue: value });
}
