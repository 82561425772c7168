import { type ContainerSpec } from '../../../local/runtime/task-runtime.js';

/** A container with everything left open; its output goes nowhere unless a change says so. */
export function container(changes: Partial<ContainerSpec> = {}): ContainerSpec {
  return {
    taskId: '0123456789abcdef0123456789abcdef',
    taskArn: 'arn:aws:ecs:us-east-1:123456789012:task/c/0123456789abcdef0123456789abcdef',
    name: 'main',
    image: 'ubuntu:latest',
    networkMode: 'host',
    cpuShares: 0,
    mounts: [],
    settings: {},
    labels: {},
    entryPoint: [],
    command: [],
    environment: {},
    containerSettings: [],
    gpus: 0,
    wanted: () => true,
    output: () => undefined,
    ...changes,
  };
}
