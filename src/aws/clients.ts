import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECSClient } from '@aws-sdk/client-ecs';
import { S3Client } from '@aws-sdk/client-s3';
import { redactError } from '../../spi/index.js';
import type { AwsEcsConfig } from '../config/awsecs-config.js';
import { sessionOver } from '../di/session-end.js';
import { token } from '../di/token.js';
import { present } from '../present.js';
import { SessionCredentials } from './session-credentials.js';

/** The SDK's clients of one session; whoever builds them closes them. */
export interface AwsClients {
  readonly ecs: ECSClient;
  readonly ec2: EC2Client;
  readonly logs: CloudWatchLogsClient;
  readonly s3: S3Client;
  /** Lets go of every connection; from then on every call fails and nothing is sent. */
  close(): void;
}

export const AwsClients = token<AwsClients>('AwsClients');

/** Without these a connection that goes silent would hold a task for ever. */
const CONNECTION_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** The request's timeout ends where the answer begins: one that stops half-way needs its own. */
const SILENCE_TIMEOUT_MS = 30_000;
/** Sockets for one client: RunTask runs up to 50 side by side, describes beside them. */
const MAX_SOCKETS = 100;

export function buildClients(config: AwsEcsConfig): AwsClients {
  const { access } = config;
  // One for all: each client would else ask a token service, or start a program, for its own.
  const credentials = SessionCredentials.of(access);
  const common = {
    ...present({ region: access.region, profile: access.profile }),
    credentials: credentials.provider,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      socketTimeout: SILENCE_TIMEOUT_MS,
      httpAgent: { maxSockets: MAX_SOCKETS },
      httpsAgent: { maxSockets: MAX_SOCKETS },
    },
  };
  const services = { ...common, ...fixedEndpoint(config.endpoint) };
  // Our own pacing decides when ECS and Logs are asked again: the SDK's hidden retries would spend the same buckets.
  const ecs = new ECSClient({ ...services, maxAttempts: 1 });
  const ec2 = new EC2Client(services);
  const logs = new CloudWatchLogsClient({ ...services, maxAttempts: 1 });
  const s3 = new S3Client({
    ...common,
    ...fixedEndpoint(access.s3Endpoint),
    forcePathStyle: access.s3PathStyle,
  });
  // One by one: their stacks take middleware of different types.
  ecs.middlewareStack.add((next) => discreet(credentials.guard(next)), outermost);
  ec2.middlewareStack.add((next) => discreet(credentials.guard(next)), outermost);
  logs.middlewareStack.add((next) => discreet(credentials.guard(next)), outermost);
  s3.middlewareStack.add((next) => discreet(credentials.guard(next)), outermost);
  return {
    ecs,
    ec2,
    logs,
    s3,
    close: () => {
      for (const client of [ecs, ec2, logs, s3]) {
        client.destroy();
        // A destroyed client opens new connections when it is used, and its retries do use it.
        client.config.requestHandler.handle = () => Promise.reject(sessionOver());
      }
    },
  };
}

const outermost = { step: 'initialize', priority: 'high', name: 'discreet' } as const;

/** What fails is told to people, and services and proxies are known to echo a request with its credentials. */
const discreet =
  <Input, Output>(next: (args: Input) => Promise<Output>) =>
  (args: Input): Promise<Output> =>
    next(args).catch((error: unknown) => {
      throw redactError(error);
    });

/** An endpoint the user wrote down is used as it stands, whatever the environment says of FIPS or dual stack. */
function fixedEndpoint(endpoint: string | undefined): object {
  return endpoint === undefined ? {} : { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false };
}
