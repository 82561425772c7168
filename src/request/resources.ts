/** Task-level cpu (CPU units, 1024 to a vCPU) and memory (MiB) as ECS takes them: strings. */
export interface TaskResources {
  readonly cpu: string;
  readonly memory: string;
}
