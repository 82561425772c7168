import { readdir, readFile } from 'node:fs/promises';

/** The variable every process of a task has from its first one, unless it cleared its environment. */
export const taskMark = 'NF_LOCAL_TASK';

/** A process that forks faster than it is killed has to be given up on at some time. */
const rounds = 20;

/**
 * Kills the processes whose mark begins with `mark`, until a look finds none. This is how a child that made a
 * session of its own (`setsid`, a daemon) is found when its task has ended: it left the process group, and its
 * parent's end made it an orphan, but the environment it was started with can still be read.
 *
 * Not found: a process that was started with an environment without the mark (`env -i setsid ...`), and, on
 * anything but Linux, every process that left the group, as only Linux shows environments (macOS gives them to nobody
 * but root, and to root not of protected programs).
 */
export async function endMarked(mark: string): Promise<void> {
  if (process.platform !== 'linux') return;
  // Byte by byte, as environments need not be UTF-8.
  const entry = Buffer.from(`\0${taskMark}=${mark}`).toString('latin1');
  for (let round = 0; round < rounds; round++) {
    const found = await marked(entry);
    if (found.length === 0) return;
    for (const pid of found) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended meanwhile.
      }
    }
  }
}

async function marked(entry: string): Promise<readonly number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    // Of another user, ended, or a zombie, which has no environment: not one to be killed.
    const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '');
    if (`\0${environment}`.includes(entry)) found.push(Number(name));
  }
  return found;
}
