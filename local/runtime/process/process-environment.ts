import { taskMark } from './marked-processes.js';

/** The folders and host values a task's process may know of. */
export interface ProcessSurroundings {
  /** The host's search path: the tools a task finds are the host's, as there is no image. */
  readonly path: string;
  /** Folder of this task alone, as its processes see it. */
  readonly scratch: string;
  /** Folder that holds the buckets, one folder each, as its processes see it. */
  readonly fusionMount: string;
  /** By which the task's processes are found wherever they went; absent where they cannot go anywhere. */
  readonly mark?: string;
}

/**
 * The whole environment of a task's process. Nothing of the host's environment gets in but PATH: its AWS
 * credentials, profiles and endpoints would make a task behave as it never could on AWS.
 */
export function processEnvironment(
  container: Readonly<Record<string, string>>,
  surroundings: ProcessSurroundings,
): Record<string, string> {
  return {
    PATH: surroundings.path,
    HOME: surroundings.scratch,
    TMPDIR: surroundings.scratch,
    LANG: 'C.UTF-8',
    ...container,
    ...(surroundings.mark === undefined ? {} : { [taskMark]: surroundings.mark }),
    // Not the container's to choose: it says where this runtime keeps the buckets.
    NXF_FUSION_MOUNT: surroundings.fusionMount,
    // On an EC2 host an SDK in the task would find the host's own credentials, by the network and not the environment.
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
