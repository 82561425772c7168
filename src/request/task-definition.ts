import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { TaskDefinitionInput } from '../aws/ecs-api.js';
import type { AwsEcsConfig } from '../config/awsecs-config.js';
import type { TaskNetwork } from '../network/choose-network.js';
import type { TaskStorage } from '../placement/placement.js';
import { present } from '../present.js';
import { mergedSettings } from './container-settings.js';
import type { TaskResources } from './resources.js';
import type { AcceleratorNeed, ContainerSettings, TaskNeeds } from './task-needs.js';
import { mountedVolume } from './task-volume.js';

/** The one container of every task. */
export const CONTAINER_NAME = 'main';
/** First part of the name of every log stream; see logs/log-stream.ts. */
export const LOG_STREAM_PREFIX = 'nf';
/** Small on purpose: a task-level base is required, and the real size travels with RunTask. */
export const BASE_RESOURCES: TaskResources = { cpu: '256', memory: '512' };

/** A task definition without its family, which comes from its content. */
export type TaskDefinitionContent = Omit<TaskDefinitionInput, 'family'>;

export interface DefinitionRequest {
  readonly needs: TaskNeeds;
  readonly storage: TaskStorage;
  readonly entryPoint: readonly string[];
  readonly network: TaskNetwork;
  readonly region: string;
  /** Set where resources go into the definition instead of the overrides. */
  readonly resources?: TaskResources;
}

/**
 * What RunTask cannot override, and nothing else: so tasks that differ in command, size or tags share one
 * definition (RegisterTaskDefinition refills at 1 a second). Container-level cpu and memory stay unset, since
 * a container limit would cap an override upward.
 */
export function taskDefinition(request: DefinitionRequest, config: AwsEcsConfig): TaskDefinitionContent {
  const { needs, network, resources = BASE_RESOURCES } = request;
  const mounted = mountedVolume(needs, request.storage);
  return {
    requiresCompatibilities: ['MANAGED_INSTANCES'],
    networkMode: network.mode,
    // Left out, ECS may place the task on any architecture the provider allows.
    runtimePlatform: { cpuArchitecture: needs.architecture, operatingSystemFamily: 'LINUX' },
    ...resources,
    executionRoleArn: config.executionRole,
    ...present({ taskRoleArn: config.taskRole, volumes: mounted?.volumes }),
    containerDefinitions: [
      { ...container(request, config), ...present({ mountPoints: mounted?.mountPoints }) },
    ],
  };
}

function container(request: DefinitionRequest, config: AwsEcsConfig): ContainerDefinition {
  const { needs, entryPoint, region } = request;
  return {
    name: CONTAINER_NAME,
    image: needs.image,
    essential: true,
    // Unset, the image's own entry point would run in front of the command.
    ...(entryPoint.length > 0 && { entryPoint: [...entryPoint] }),
    ...mergedSettings(
      gpuSettings(needs.accelerator),
      needs.container,
      // Last, so that neither a switch nor a device of the user's takes from Fusion what it mounts with.
      config.fusionPrivileged ? { privileged: true } : FUSE,
    ),
    ...present({ resourceRequirements: gpus(needs.accelerator), secrets: secrets(needs, config) }),
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': config.logsGroup,
        'awslogs-region': region,
        'awslogs-stream-prefix': LOG_STREAM_PREFIX,
        // The driver's default is non-blocking since 2025-06 and drops lines when its buffer is full.
        mode: 'blocking',
      },
    },
  };
}

/** Fusion mounts through FUSE: either everything is allowed, or just the device and the capability it needs. */
const FUSE: ContainerSettings = {
  linuxParameters: {
    capabilities: { add: ['SYS_ADMIN'] },
    devices: [{ hostPath: '/dev/fuse', containerPath: '/dev/fuse', permissions: ['read', 'write', 'mknod'] }],
  },
};

/**
 * Images that are not made for CUDA lack the variable by which the driver is mounted (DG ecs-gpu). Compute and
 * utilities are what CUDA's own images have; who needs graphics says so by `--env`.
 */
function gpuSettings(accelerator: AcceleratorNeed | undefined): ContainerSettings {
  if (accelerator === undefined) return {};
  return { environment: [{ name: 'NVIDIA_DRIVER_CAPABILITIES', value: 'compute,utility' }] };
}

/** The count decides where a task may go, so it stands in the definition and not among the overrides. */
function gpus(accelerator: AcceleratorNeed | undefined): ContainerDefinition['resourceRequirements'] {
  return accelerator && [{ type: 'GPU', value: String(accelerator.count) }];
}

/** Names to ARNs; ECS reads the values with the execution role, so that they pass through nobody's hands. */
function secrets({ secrets: names }: TaskNeeds, config: AwsEcsConfig): ContainerDefinition['secrets'] {
  if (names.length === 0) return undefined;
  return names.map((name) => ({ name, valueFrom: config.secrets?.[name] }));
}
