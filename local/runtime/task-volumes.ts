import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errorText } from '../error-text.js';
import { removeTree } from '../remove-tree.js';
import { errorCode } from '../system-error.js';
import { type Mount, type MountSource, type StartFailure } from './task-runtime.js';

/** One mount with the folder of this machine it comes from. */
export interface BoundMount {
  readonly folder: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/**
 * The folders behind a task's mounts. Volumes of a task and folders of an instance lie in the folder of this cloud
 * and go with it; file systems (EFS, S3 Files) outlive it, as they do tasks and instances (facts §1c).
 */
export class TaskVolumes {
  constructor(
    /** Holds the file systems. */
    private readonly dataDir: string,
    /** The folder of this cloud alone. */
    private readonly own: () => Promise<string>,
    private readonly log: (line: string) => void,
  ) {}

  /** Makes the folders where missing; the failure is ECS's for a volume that cannot be made. */
  async bind(taskId: string, mounts: readonly Mount[]): Promise<readonly BoundMount[] | StartFailure> {
    try {
      const bound: BoundMount[] = [];
      for (const { source, target, readOnly } of mounts) {
        bound.push({ folder: await this.folder(taskId, source), target, readOnly });
      }
      return bound;
    } catch (error) {
      return { kind: 'failed', reason: `CannotCreateVolumeError: ${errorText(error)}` };
    }
  }

  /** Removes the volumes of one task. Never rejects. */
  async forget(taskId: string): Promise<void> {
    try {
      await removeTree(join(await this.own(), 'volumes', checked(taskId)));
    } catch (error) {
      this.log(`the volumes of task ${taskId} could not be removed: ${errorText(error)}`);
    }
  }

  private async folder(taskId: string, source: MountSource): Promise<string> {
    switch (source.kind) {
      case 'task':
        return below(await this.own(), ['volumes', checked(taskId), checked(source.volume)]);
      case 'instance':
        return below(await this.own(), ['instances', checked(source.ec2Id), ...segments(source.path)]);
      case 'file-system':
        return below(this.dataDir, ['file-systems', checked(source.id), ...segments(source.path)]);
    }
  }
}

/** A name that is one segment of a path, and no way out of it. */
function checked(name: string): string {
  // An S3 Files file system is known by its ARN.
  const plain = name.replaceAll(':', '_').replaceAll('/', '_');
  if (/^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(plain)) return plain;
  throw new Error(`'${name}' cannot name a folder`);
}

function segments(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (!parts.includes('..') && !path.includes('\0')) return parts;
  throw new Error(`the path '${path}' leads out of its volume`);
}

/** Step by step: a link a task has left in a shared folder must not lead another task's mount out of it. */
async function below(base: string, parts: readonly string[]): Promise<string> {
  await mkdir(base, { recursive: true });
  let folder = base;
  for (const part of parts) {
    folder = join(folder, part);
    await mkdir(folder).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
    if (!(await lstat(folder)).isDirectory()) throw new Error(`${folder} is a file or a link, not a folder`);
  }
  return folder;
}
