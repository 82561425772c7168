import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { claimFolder, releaseFolder } from '../cloud-folder.js';
import { errorText } from '../error-text.js';
import { isSame, parseMark, processMark } from '../process-mark.js';
import { removeTree } from '../remove-tree.js';
import { fusionStandIn } from './fusion-stand-in.js';
import { endMarked } from './process/marked-processes.js';

/**
 * The files of a runtime, below `<dataDir>/runtime`: the Fusion stand-in, and in a folder of this
 * cloud alone each task's scratch, its volumes and a record of its process group. The records let a later cloud end what this
 * one leaves running where it is killed.
 */
export class TaskFolders {
  private readonly base: string;
  private claimed: Promise<string> | undefined;
  private standInPath: Promise<string> | undefined;

  constructor(
    dataDir: string,
    private readonly log: (line: string) => void,
  ) {
    this.base = join(dataDir, 'runtime');
  }

  /** Path of the script that takes Fusion's place. */
  standIn(): Promise<string> {
    this.standInPath ??= this.writeStandIn();
    // A full disk now must not fail every later task.
    this.standInPath.catch(() => (this.standInPath = undefined));
    return this.standInPath;
  }

  /** A new folder for one container, open to its user alone. */
  async scratch(taskId: string): Promise<string> {
    return mkdtemp(join(await this.own(), `task-${taskId}-`));
  }

  /** Notes a process group by its leader. Never rejects: without the note only a killed cloud leaves it running. */
  async note(pid: number): Promise<void> {
    try {
      const mark = await processMark(pid);
      if (mark !== undefined) await writeFile(await this.record(pid), JSON.stringify(mark));
    } catch (error) {
      this.log(`the process group ${pid} could not be noted: ${errorText(error)}`);
    }
  }

  /** Removes a scratch folder, and the note of its group where there is one. Never rejects. */
  async remove(scratch: string, pid?: number): Promise<void> {
    try {
      if (pid !== undefined) await rm(await this.record(pid), { force: true });
      await removeTree(scratch);
    } catch (error) {
      this.log(`${scratch} could not be removed: ${errorText(error)}`);
    }
  }

  /** Removes this cloud's folder. The stand-in stays: another cloud may use it. */
  async close(): Promise<void> {
    try {
      if (this.claimed !== undefined) await releaseFolder(await this.claimed);
    } catch (error) {
      this.log(`the folder of this cloud's tasks could not be removed: ${errorText(error)}`);
    }
  }

  /** The folder of this cloud alone, removed when it closes, or by a later cloud where it is killed. */
  own(): Promise<string> {
    this.claimed ??= claimFolder(this.base);
    this.claimed.catch(() => (this.claimed = undefined));
    return this.claimed;
  }

  private async record(pid: number): Promise<string> {
    return join(await this.own(), `group-${pid}.json`);
  }

  /** Renamed into place: two clouds may share a data folder. */
  private async writeStandIn(): Promise<string> {
    const draft = join(await this.own(), 'fusion');
    await writeFile(draft, fusionStandIn, { mode: 0o755 });
    await rename(draft, join(this.base, 'fusion'));
    return join(this.base, 'fusion');
  }
}

/**
 * Kills the process groups noted in the folder of a cloud that has died, where their leader is still the process
 * it was: a number that has passed to another process is left alone. Then what left its group.
 */
export async function endNotedGroups(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/^group-\d+\.json$/.test(name)) continue;
    const mark = parseMark(await readFile(join(folder, name), 'utf8'));
    if (mark === undefined || !(await isSame(mark))) continue;
    try {
      process.kill(-mark.pid, 'SIGKILL');
    } catch {
      // It ended meanwhile.
    }
  }
  await endMarked(`${folder}/`);
}
