import { subscribe } from 'node:diagnostics_channel';
import { fstatSync, readdirSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';

/** What a test could leave behind in this process, at one moment. */
export interface Traces {
  /** How many there are of each kind of thing that keeps the process alive. */
  readonly resources: ReadonlyMap<string, number>;
  /** Descriptors of open files. */
  readonly files: number;
  /** Names in the tests' own temporary folder. */
  readonly temporary: readonly string[];
  /** Listeners on `process`, by event. */
  readonly listeners: ReadonlyMap<string, number>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}

/** The runner's own. Requests of the file system show as descriptors where they leave something. */
const ignored = new Set(['TTYWrap', 'PipeWrap', 'FSReqPromise', 'FSReqCallback', 'Immediate', 'CloseReq']);

/** Node does not count workers among what keeps a process alive. */
const workers = new Set<Worker>();
subscribe('worker_threads', (message) => {
  const { worker } = message as { readonly worker: Worker };
  workers.add(worker);
  worker.once('exit', () => workers.delete(worker));
});

/** @param temporary the tests' own temporary folder. */
export function tracesNow(temporary: string): Traces {
  return {
    resources: count([
      ...process.getActiveResourcesInfo().filter((name) => !ignored.has(name)),
      ...[...workers].map(() => 'Worker'),
    ]),
    files: openFiles(),
    temporary: readdirSync(temporary),
    listeners: new Map(process.eventNames().map((name) => [String(name), process.listenerCount(name)])),
    environment: { ...process.env },
    folder: process.cwd(),
  };
}

/** What is there `after` and was not `before`, as phrases; empty where all is as it was. */
export function leftBehind(before: Traces, after: Traces): string[] {
  const names = new Set([...Object.keys(before.environment), ...Object.keys(after.environment)]);
  const changed = [...names].filter((name) => before.environment[name] !== after.environment[name]);
  return [
    ...excess(before.resources, after.resources),
    ...(after.files > before.files ? [`${after.files - before.files} open files`] : []),
    ...after.temporary
      .filter((name) => !before.temporary.includes(name))
      .map((name) => `${name} in the temporary folder`),
    ...excess(before.listeners, after.listeners).map((name) => `a listener on process of ${name}`),
    ...changed.map((name) => `the environment variable ${name}`),
    ...(after.folder === before.folder ? [] : [`another current folder (${after.folder})`]),
  ];
}

function count(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function excess(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): string[] {
  return [...after].filter(([name, number]) => number > (before.get(name) ?? 0)).map(([name]) => name);
}

function openFiles(): number {
  return readdirSync('/dev/fd').filter((name) => isFile(Number(name))).length;
}

/** Sockets and pipes are resources; the descriptor that listed the folder is closed by now. */
function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}
