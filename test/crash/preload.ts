/**
 * Loaded into an engine before anything of it (`node --import`): kills it, as `kill -9` does, at a named point.
 * Only what leaves the engine is watched; nothing of the engine is replaced.
 */
import { writeFileSync } from 'node:fs';
import fsPromises, { type FileHandle } from 'node:fs/promises';
import http, { type ClientRequest } from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { crossingOf, linesOf } from './crossing.js';
import { type Death, deathVariable, type Passing } from './death.js';
import { killPoint, type Moment } from './kill-points.js';

const death = JSON.parse(process.env[deathVariable] ?? 'null') as Death | null;
const counts = new Map<string, number>();
let interrupted = false;
let called = false;

if (death !== null) {
  // A plan that names no point fails here, and not as weather in the middle of the engine.
  for (const passing of [death.at, death.interrupted]) if (passing !== undefined) killPoint(passing.point);
  watchRequests(http);
  watchRequests(https);
  watchFetch();
  watchHistory();
  syncBuiltinESMExports();
}

function passes(crossing: string, moment: Moment): boolean {
  if (death === null) return false;
  if (!called && death.afterMs !== undefined && death.interrupted === undefined) dieAfter(death.afterMs);
  called = true;
  if (death.interrupted !== undefined && !interrupted) {
    if (!reached(death.interrupted, crossing, moment)) return false;
    interrupted = true;
    process.kill(process.pid, 'SIGINT');
    if (death.afterMs !== undefined) dieAfter(death.afterMs);
    return false;
  }
  return death.at !== undefined && reached(death.at, crossing, moment);
}

function reached({ point: name, passing }: Passing, crossing: string, moment: Moment): boolean {
  const point = killPoint(name);
  if (point.crossing !== crossing || point.moment !== moment) return false;
  const count = (counts.get(name) ?? 0) + 1;
  counts.set(name, count);
  return count === passing;
}

function dieAfter(ms: number): void {
  setTimeout(die, ms).unref();
}

function die(): void {
  if (death !== null) writeFileSync(death.mark, 'died');
  process.kill(process.pid, 'SIGKILL');
}

function dieAt(crossing: string, moment: Moment): void {
  if (passes(crossing, moment)) die();
}

function watchRequests(module: typeof http | typeof https): void {
  const request = module.request.bind(module) as (...given: unknown[]) => ClientRequest;
  module.request = (...given: unknown[]): ClientRequest => {
    const sent = request(...given);
    const end = sent.end.bind(sent) as (...given: unknown[]) => ClientRequest;
    sent.end = ((...last: unknown[]): ClientRequest => {
      const target = sent.getHeader('x-amz-target');
      const crossing = crossingOf({
        target: typeof target === 'string' ? target : undefined,
        method: sent.method,
        path: sent.path,
        body: textOf(last[0]),
      });
      dieAt(crossing, 'before');
      sent.prependOnceListener('response', () => dieAt(crossing, 'after'));
      return end(...last);
    }) as ClientRequest['end'];
    return sent;
  };
}

function textOf(chunk: unknown): string {
  if (typeof chunk === 'string') return chunk;
  return chunk instanceof Uint8Array ? Buffer.from(chunk).toString('utf8') : '';
}

/** Only Wave is asked so. */
function watchFetch(): void {
  const original = globalThis.fetch;
  globalThis.fetch = async (...given) => {
    dieAt('wave', 'before');
    const answer = await original(...given);
    dieAt('wave', 'after');
    return answer;
  };
}

function watchHistory(): void {
  const open = fsPromises.open;
  fsPromises.open = async (...given) => {
    const file = await open(...given);
    if (String(given[0]).includes('/.nf-awsecs/history/')) watchLines(file);
    return file;
  };
}

function watchLines(file: FileHandle): void {
  const append = file.appendFile.bind(file);
  file.appendFile = async (data, options) => {
    const lines = linesOf(String(data));
    dieAt(lines, 'before');
    if (passes(lines, 'torn')) {
      const text = String(data);
      await append(text.slice(0, Math.ceil(text.length / 2)), options);
      die();
    }
    await append(data, options);
    dieAt(lines, 'after');
  };
}
