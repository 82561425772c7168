import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A process told apart from a later one of the same number. */
export interface ProcessMark {
  readonly pid: number;
  /** When it started, in the system's own form. */
  readonly started: string;
  /** The boot of the machine, of which numbers and times are. */
  readonly boot: string;
  /** The process namespace: another container of this machine counts from 1 as well. */
  readonly space: string;
}

interface Seen {
  readonly mark: ProcessMark;
  /** It has ended and waits for its parent to notice. */
  readonly zombie: boolean;
}

/** The process of that number, also where only its entry is left; `undefined` for none. */
export async function processMark(pid: number): Promise<ProcessMark | undefined> {
  return (await look(pid))?.mark;
}

/** Whether it is still the same process that has this number. */
export async function isSame(mark: ProcessMark): Promise<boolean> {
  const now = await processMark(mark.pid);
  return (
    now !== undefined && now.started === mark.started && now.boot === mark.boot && now.space === mark.space
  );
}

/** Whether the process lives. One of another namespace cannot be seen from here, so it counts as alive. */
export async function isAlive(mark: ProcessMark): Promise<boolean> {
  const self = await processMark(process.pid);
  if (self?.boot === mark.boot && self.space !== mark.space) return true;
  const seen = await look(mark.pid);
  return seen !== undefined && !seen.zombie && (await isSame(mark));
}

/** Reads what {@link processMark} gave as JSON; `undefined` for anything else, and for pids no task can have. */
export function parseMark(text: string): ProcessMark | undefined {
  try {
    const { pid, started, boot, space } = JSON.parse(text) as Partial<ProcessMark>;
    if (!Number.isSafeInteger(pid) || pid === undefined || pid <= 1) return undefined;
    return typeof started === 'string' && typeof boot === 'string' && typeof space === 'string'
      ? { pid, started, boot, space }
      : undefined;
  } catch {
    return undefined;
  }
}

async function look(pid: number): Promise<Seen | undefined> {
  try {
    return await (process.platform === 'linux' ? lookAtProc(pid) : askPs(pid));
  } catch {
    // No such entry, or ps found none: there is no such process.
    return undefined;
  }
}

async function lookAtProc(pid: number): Promise<Seen> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name, in brackets, may hold spaces and brackets itself: state is the first field after it, start the 20th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
  const space = await readlink('/proc/self/ns/pid');
  const mark = { pid, started: fields[19] ?? '', boot, space };
  return { mark, zombie: fields[0] === 'Z' || fields[0] === 'X' };
}

/** Its start is a date, which no boot repeats. */
async function askPs(pid: number): Promise<Seen> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]);
  const [state = '', ...started] = stdout.trim().split(/\s+/);
  return { mark: { pid, started: started.join(' '), boot: '', space: '' }, zombie: state.startsWith('Z') };
}
