import { type TaskFaults } from '../../faults/task-faults.js';
import { type TaskRuntime } from '../../runtime/task-runtime.js';
import { type ContainerDefinition } from '../definition/definition-shape.js';
import { taskMark } from '../task/task-mark.js';
import { type EcsTask, type TaskContainer } from '../task/task.js';
import { type ContainerResources, containerResources, type ResourceSources } from './container-resources.js';
import { overridden } from './container-spec.js';

export interface PreparationDeps extends ResourceSources {
  readonly runtime: TaskRuntime;
  readonly faults: TaskFaults;
}

/** A container whose image, secrets and files are there. */
export interface PreparedContainer {
  readonly container: TaskContainer;
  /** With its overrides. */
  readonly definition: ContainerDefinition;
  readonly resources: ContainerResources;
}

export type Preparation =
  | { readonly kind: 'prepared'; readonly containers: readonly PreparedContainer[] }
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * What the agent does in PENDING: it fetches secrets, credentials and environment files, then pulls the image of
 * every container. Never rejects.
 */
export async function prepareContainers(task: EcsTask, deps: PreparationDeps): Promise<Preparation> {
  const definitions = task.definition.content.containerDefinitions ?? [];
  const containers: PreparedContainer[] = [];
  for (const [index, container] of task.containers.entries()) {
    const definition = overridden(definitions[index] ?? {}, task.overrides);
    const resources = await containerResources(definition, deps);
    if (resources.kind === 'failed') return resources;
    containers.push({ container, definition, resources });
  }
  const failures = await Promise.all(containers.map((prepared) => pull(task, prepared, deps)));
  const reason = failures.find((failure) => failure !== undefined);
  return reason === undefined ? { kind: 'prepared', containers } : { kind: 'failed', reason };
}

/** Pulls one image; answers why it could not be. */
async function pull(
  task: EcsTask,
  { container, resources }: PreparedContainer,
  { runtime, faults }: PreparationDeps,
): Promise<string | undefined> {
  const mark = taskMark(task);
  const architecture = task.definition.content.runtimePlatform?.cpuArchitecture;
  const scripted = faults.pullFailure(mark, container.image);
  const pulled =
    scripted === undefined
      ? await runtime.pull(
          container.image,
          architecture === 'X86_64' || architecture === 'ARM64' ? architecture : undefined,
          resources.credentials,
        )
      : ({ kind: 'failed', reason: scripted } as const);
  if (pulled.kind === 'failed') {
    container.lastStatus = 'STOPPED';
    container.reason = pulled.reason;
    return pulled.reason;
  }
  if (pulled.digest !== undefined) container.imageDigest = pulled.digest;
  return undefined;
}
