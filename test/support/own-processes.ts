import { execFile } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { existsSync } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const fromProc = existsSync('/proc/self/environ');
let spawned = 0;
subscribe('child_process', () => {
  spawned++;
});

/** Processes started so far from this one, by whatever means. Looking at those of others starts some too. */
export function startedProcesses(): number {
  return spawned;
}

/**
 * Every process but this that names `mark` in its command line, working folder or environment, as `pid command`.
 * Where there is no /proc only the command lines are known.
 */
export async function processesOf(mark: string): Promise<Map<number, string>> {
  const found = fromProc ? await inProc(mark) : await inPs(mark);
  found.delete(process.pid);
  return found;
}

async function inProc(mark: string): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  await Promise.all(
    pids.map(async (pid) => {
      // A process may end, or be another user's, while it is read.
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      // What has ended and was not waited for has no command line.
      if (line === '') return;
      const place = await readlink(`/proc/${pid}/cwd`).catch(() => '');
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      if (line.includes(mark) || place.includes(mark) || environment.includes(mark))
        found.set(Number(pid), line.replaceAll('\0', ' ').trim());
    }),
  );
  return found;
}

async function inPs(mark: string): Promise<Map<number, string>> {
  const { stdout } = await run('ps', ['-axww', '-o', 'pid=,args=']);
  const lines = stdout.split('\n').filter((line) => line.includes(mark));
  return new Map(lines.map((line) => [Number.parseInt(line, 10), line.trim().replace(/^\d+ /, '')]));
}
