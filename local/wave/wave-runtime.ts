import { type ContainerSpec, type TaskRuntime } from '../runtime/task-runtime.js';
import { type WaveImages } from './wave-images.js';

/**
 * A runtime that understands the image names Wave has given: it pulls the image one stands for, and starts it with
 * the changes its request wanted. Names that Wave would have built reach the runtime as they are, and fail there.
 */
export function waveRuntime(runtime: TaskRuntime, images: WaveImages): TaskRuntime {
  return {
    description: runtime.description,
    reachesHost: (mode) => runtime.reachesHost?.(mode) === true,
    pull: (image, architecture, credentials) =>
      runtime.pull(images.source(image) ?? image, architecture, credentials),
    start: (container) => runtime.start(changed(container, images)),
    forget: (taskId) => runtime.forget(taskId),
    close: () => runtime.close(),
  };
}

/** A container as its Wave image is: what the task definition says goes before what the image says. */
function changed(container: ContainerSpec, images: WaveImages): ContainerSpec {
  const image = images.source(container.image);
  if (image === undefined) return container;
  const { entrypoint = [], cmd = [], env = [], workingDir } = images.changes(container.image) ?? {};
  const variables = env.map((line): [string, string] => {
    const at = line.indexOf('=');
    return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
  });
  const own = container.entryPoint.length > 0;
  return {
    ...container,
    ...(container.workingDirectory === undefined && workingDir !== undefined
      ? { workingDirectory: workingDir }
      : {}),
    image,
    entryPoint: own ? container.entryPoint : entrypoint,
    // As with Docker, an entry point of one's own leaves the image's command out.
    command: own || container.command.length > 0 ? container.command : cmd,
    environment: { ...Object.fromEntries(variables), ...container.environment },
  };
}
