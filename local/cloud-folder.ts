import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorText } from './error-text.js';
import { makeFolder } from './make-folder.js';
import { isAlive, parseMark, processMark } from './process-mark.js';
import { removeTree } from './remove-tree.js';

/** The number of the process that made the folder is in its name, until its mark beside the folder is written. */
const named = /^cloud-(\d+)-[A-Za-z0-9]+$/;

/** A new folder in `parent` of this process alone; who made it is told by a file beside it. */
export async function claimFolder(parent: string): Promise<string> {
  await makeFolder(parent);
  const folder = await mkdtemp(join(parent, `cloud-${process.pid}-`));
  await writeFile(markOf(folder), JSON.stringify(await processMark(process.pid)));
  return folder;
}

/** Removes a claimed folder with all it holds, its mark last. */
export async function releaseFolder(folder: string): Promise<void> {
  await removeTree(folder);
  await rm(markOf(folder), { force: true });
}

/**
 * Removes the folders in `parent` whose process has died without releasing them. Those of living clouds, which
 * may share the data folder, are left alone.
 *
 * @param before ends what the dead one left running, by its folder
 * @param log told of what was removed, and of what could not be
 */
export async function sweepFolders(
  parent: string,
  before: (folder: string) => Promise<void>,
  log: (line: string) => void,
): Promise<void> {
  for (const name of await namesIn(parent)) {
    const pid = Number(named.exec(name)?.[1] ?? NaN);
    const folder = join(parent, name);
    if (Number.isNaN(pid) || (await ownerLives(folder, pid))) continue;
    try {
      await before(folder);
      await releaseFolder(folder);
      log(`${folder} was left by a local cloud that ended without closing: removed`);
    } catch (error) {
      log(`${folder} could not be removed: ${errorText(error)}`);
    }
  }
}

function markOf(folder: string): string {
  return `${folder}.json`;
}

async function ownerLives(folder: string, pid: number): Promise<boolean> {
  const mark = parseMark(await readFile(markOf(folder), 'utf8').catch(() => ''));
  return mark === undefined ? (await processMark(pid)) !== undefined : isAlive(mark);
}

async function namesIn(parent: string): Promise<readonly string[]> {
  try {
    return await readdir(parent);
  } catch {
    return [];
  }
}
