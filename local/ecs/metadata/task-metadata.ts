import { overridden } from '../container/container-spec.js';
import { type EcsTag } from '../tag-rules.js';
import { type EcsTask } from '../task/task.js';
import { containerMetadata, isoTime, type MetadataPlace } from './container-metadata.js';

/**
 * A task as `/task` tells it (guide, task-metadata-endpoint-v4-managed-instances-response). It tells neither id nor
 * type of the instance, nor whether it is Spot (facts §10). Name or ARN of the cluster is open there: the name, as
 * EC2's agent has it.
 */
export function taskMetadata(task: EcsTask, place: MetadataPlace): object {
  const { family, revision, content } = task.definition;
  const { pullStartedAt, pullStoppedAt, executionStoppedAt } = task.times;
  const vpc = place.vpcOfSubnet(task.instance?.subnet ?? '');
  const definitions = content.containerDefinitions ?? [];
  return {
    Cluster: task.cluster.name,
    TaskARN: task.arn,
    Family: family,
    Revision: String(revision),
    DesiredStatus: task.desiredStatus,
    KnownStatus: knownStatus(task),
    ...limitsOf(task),
    ...(pullStartedAt === undefined ? {} : { PullStartedAt: isoTime(pullStartedAt) }),
    ...(pullStoppedAt === undefined ? {} : { PullStoppedAt: isoTime(pullStoppedAt) }),
    ...(executionStoppedAt === undefined ? {} : { ExecutionStoppedAt: isoTime(executionStoppedAt) }),
    ...(task.zone === undefined ? {} : { AvailabilityZone: task.zone }),
    LaunchType: 'MANAGED_INSTANCES',
    Containers: task.containers.map((container, index) =>
      containerMetadata(
        { task, container, definition: overridden(definitions[index] ?? {}, task.overrides) },
        place,
      ),
    ),
    ...(vpc === undefined ? {} : { VPCID: vpc }),
  };
}

/** Tags as `/taskWithTags` has them. */
export const tagMap = (tags: readonly EcsTag[]): Record<string, string> =>
  Object.fromEntries(tags.map(({ key, value }) => [key, value]));

/** The agent has states of its own: what comes before RUNNING is CREATED, what comes after is STOPPED. */
function knownStatus({ lastStatus }: EcsTask): string {
  if (['PROVISIONING', 'PENDING', 'ACTIVATING'].includes(lastStatus)) return 'CREATED';
  return ['DEPROVISIONING', 'STOPPED'].includes(lastStatus) ? 'STOPPED' : 'RUNNING';
}

/** vCPUs and MiB of the task; left out where it has no limits. */
function limitsOf({ cpu, memory }: EcsTask): object {
  if (cpu === '' && memory === '') return {};
  return {
    Limits: {
      ...(cpu === '' ? {} : { CPU: Number(cpu) / 1024 }),
      ...(memory === '' ? {} : { Memory: Number(memory) }),
    },
  };
}
