import type { TaskDefinitionInput } from '../aws/ecs-api.js';
import type { AwsEcsConfig } from '../config/awsecs-config.js';
import type { TaskNetwork } from '../network/choose-network.js';
import type { TaskStorage } from '../placement/placement.js';
import { present } from '../present.js';
import type { TaskResources } from './resources.js';
import type { TaskNeeds } from './task-needs.js';

/** The one container of every task. */
export const CONTAINER_NAME = 'main';
const LOG_STREAM_PREFIX = 'nf';
/** Small on purpose: a task-level base is required, and the real size travels with RunTask. */
const BASE: TaskResources = { cpu: '256', memory: '512' };

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
  return {
    requiresCompatibilities: ['MANAGED_INSTANCES'],
    networkMode: request.network.mode,
    // Left out, ECS may place the task on any architecture the provider allows.
    runtimePlatform: { cpuArchitecture: request.needs.architecture, operatingSystemFamily: 'LINUX' },
    ...(request.resources ?? BASE),
    executionRoleArn: config.executionRole,
    ...present({ taskRoleArn: config.taskRole }),
    containerDefinitions: [
      {
        name: CONTAINER_NAME,
        image: request.needs.image,
        essential: true,
        // Unset, the image's own entry point would run in front of the command.
        ...(request.entryPoint.length > 0 && { entryPoint: [...request.entryPoint] }),
        ...fusePrivileges(config.fusionPrivileged),
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': config.logsGroup,
            'awslogs-region': request.region,
            'awslogs-stream-prefix': LOG_STREAM_PREFIX,
            // The driver's default is non-blocking since 2025-06 and drops lines when its buffer is full.
            mode: 'blocking',
          },
        },
      },
    ],
  };
}

/** Fusion mounts through FUSE: either everything is allowed, or just the device and the capability it needs. */
function fusePrivileges(privileged: boolean): object {
  if (privileged) return { privileged: true };
  return {
    linuxParameters: {
      capabilities: { add: ['SYS_ADMIN'] },
      devices: [
        { hostPath: '/dev/fuse', containerPath: '/dev/fuse', permissions: ['read', 'write', 'mknod'] },
      ],
    },
  };
}
