import { appendFile, cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ownDist } from './place.js';

/** What makes a package wrong: a line of code at the end of one of its files. */
export interface Breakage {
  /** From `dist`. */
  readonly file: string;
  readonly line: string;
}

/** ECS keeps no token: as though every submit were more than a day old. */
export const forgetsTokens: Breakage = {
  file: 'local/ecs/launch/client-tokens.js',
  line: 'ClientTokens.prototype.replay = () => undefined;',
};

export const randomTokens: Breakage = {
  file: 'src/submit/client-token.js',
  line: "import { randomUUID } from 'node:crypto';\nclientToken = () => randomUUID();",
};

/** Every attempt seems to be the first. */
export const noWalk: Breakage = {
  file: 'host/cache/attempt-walk.js',
  line: 'AttemptWalk.prototype.walk = (task, first) => Promise.resolve(decideAttempt(undefined, first, task));',
};

export const noListing: Breakage = {
  file: 'src/recovery/session-tasks.js',
  line: 'SessionTasks.prototype.of = () => Promise.resolve([]);',
};

/** A task that was stopped, and so has lost its tags, is taken for a stranger's. */
export const onlyTags: Breakage = {
  file: 'src/recovery/adoption.js',
  line: 'Adoption.prototype.isOwn = function ({ tags }, { task }, n) { return markOf(tags) === workDirMark(task, this.session) && tryOf(tags) === n; };',
};

/**
 * A copy of this package that is wrong in one place.
 * @param folder in this package, so that its dependencies are found from there.
 * @returns the copy's `dist`.
 */
export async function breakPackage(folder: string, { file, line }: Breakage): Promise<string> {
  const dist = join(folder, 'dist');
  await rm(folder, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  for (const name of ['package.json', 'plugin.json']) await cp(join(ownDist, '..', name), join(folder, name));
  const filter = (path: string): boolean => !path.endsWith('.map') && !path.endsWith('.d.ts');
  for (const part of ['cli', 'host', 'local', 'spi', 'src', 'test/crash']) {
    await cp(join(ownDist, part), join(dist, part), { recursive: true, filter });
  }
  await appendFile(join(dist, file), `\n${line}\n`);
  return dist;
}
