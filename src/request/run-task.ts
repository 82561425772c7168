import type { KeyValuePair } from '@aws-sdk/client-ecs';
import { RequestError, type TaskRun } from '../../spi/index.js';
import type { RunTaskInput } from '../aws/ecs-api.js';
import type { TaskNetwork } from '../network/choose-network.js';
import type { Placement } from '../placement/placement.js';
import type { StrategyItem } from '../placement/provider.js';
import { present } from '../present.js';
import type { TaskResources } from './resources.js';
import type { TaskNeeds } from './task-needs.js';
import { CONTAINER_NAME } from './task-definition.js';
import { taskTags, userTags } from './tags.js';
import { volumeConfigurations } from './task-volume.js';

/** RunTask: "8192 characters" for the overrides together, JSON syntax included. */
export const MOST_OVERRIDES = 8192;

export interface RunTaskRequest {
  readonly clusterArn: string;
  /** ARN with the revision: a bare family could change between two sends of one token. */
  readonly definitionArn: string;
  readonly needs: TaskNeeds;
  readonly placement: Placement;
  readonly network: TaskNetwork;
  /** Ask for a public address in awsvpc mode. */
  readonly publicIp: boolean;
  /** Absent where the definition holds them. */
  readonly resources?: TaskResources;
  /** `aws.ecs.tags`. */
  readonly tags: Readonly<Record<string, string>>;
  readonly session: { readonly id: string; readonly runName: string };
  readonly clientToken: string;
  /** Which definite try this is; see client-token.ts. */
  readonly n: number;
}

/**
 * The RunTask input of one task. The same request gives the same bytes: lists are sorted and nothing depends
 * on time, so a send that is repeated replays instead of conflicting. `group` stays ECS's default (the family, which
 * names the image) and `propagateTags` its `NONE`: run and process are tags of the task, where lists can be filtered by
 * them, and a definition, which is shared by runs and costs nothing, has no tags to hand on.
 * @throws RequestError (OVERRIDES_TOO_LONG) naming the largest part.
 */
export function runTaskInput(task: TaskRun, request: RunTaskRequest): RunTaskInput {
  const overrides = {
    ...request.resources,
    containerOverrides: [
      {
        name: CONTAINER_NAME,
        command: [...task.launch.command],
        environment: sorted(task.launch.environment, request.needs.secrets),
      },
    ],
  };
  checkLength(task, overrides);
  const tags = userTags(request.tags, request.needs.labels);
  return {
    cluster: request.clusterArn,
    taskDefinition: request.definitionArn,
    count: 1,
    clientToken: request.clientToken,
    startedBy: startedBy(request.session.id),
    capacityProviderStrategy: byName(request.placement.strategy),
    ...(request.network.mode === 'awsvpc' && {
      networkConfiguration: awsvpc(request.network, request.publicIp),
    }),
    ...(request.placement.constraints.length > 0 && {
      placementConstraints: [...request.placement.constraints],
    }),
    enableECSManagedTags: true,
    overrides,
    ...present({
      volumeConfigurations: volumeConfigurations(request.needs, request.placement.storage, tags),
    }),
    tags: [...taskTags(task, request.session, request.n), ...tags],
  };
}

function byName(strategy: readonly StrategyItem[]): StrategyItem[] {
  const name = (item: StrategyItem): string => item.capacityProvider ?? '';
  return [...strategy].sort((a, b) => (name(a) < name(b) ? -1 : 1));
}

const STARTED_BY = 'nf-';

/** Finds every task of a session in ListTasks, over resumes. */
export function startedBy(sessionId: string): string {
  return `${STARTED_BY}${sessionId}`;
}

/** The session that {@link startedBy} names; undefined where it names none: services and people start tasks too. */
export function sessionStartedBy(name: string | undefined): string | undefined {
  const id = name?.startsWith(STARTED_BY) === true ? name.slice(STARTED_BY.length) : '';
  return SESSION_ID.test(id) ? id : undefined;
}

const SESSION_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function awsvpc(
  network: Extract<TaskNetwork, { mode: 'awsvpc' }>,
  publicIp: boolean,
): RunTaskInput['networkConfiguration'] {
  return {
    awsvpcConfiguration: {
      subnets: [...network.subnets].sort(),
      securityGroups: [...network.securityGroups].sort(),
      ...(publicIp && { assignPublicIp: 'ENABLED' as const }),
    },
  };
}

/** Without what travels as a secret: ECS refuses a name that is both. */
function sorted(environment: Readonly<Record<string, string>>, secrets: readonly string[]): KeyValuePair[] {
  return Object.keys(environment)
    .filter((name) => !secrets.includes(name))
    .sort()
    .map((name) => ({ name, value: environment[name] }));
}

function checkLength(task: TaskRun, overrides: object): void {
  const length = JSON.stringify(overrides).length;
  if (length <= MOST_OVERRIDES) return;
  const parts: Record<string, number> = { command: JSON.stringify(task.launch.command).length };
  for (const [name, value] of Object.entries(task.launch.environment))
    parts[`variable ${name}`] = value.length;
  const [largest, size] = Object.entries(parts).reduce((best, next) => (next[1] > best[1] ? next : best));
  throw new RequestError(
    `Task ${task.name} cannot be sent to ECS: its overrides have ${length} characters, RunTask takes ${MOST_OVERRIDES}. ` +
      `The largest part is the ${largest} with ${size}. Make it shorter.`,
    { code: 'OVERRIDES_TOO_LONG' },
  );
}
