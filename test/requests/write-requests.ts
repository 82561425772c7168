import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import * as fc from 'fast-check';
import { isExecutorError } from '../../spi/index.js';
import { anyProcess } from './any-process.js';
import { RequestGround } from './request-ground.js';

const PROCESSES = 400;

/** Writes what the plugin sends for processes of any kind, one JSON document a line: `{ operation, input }`. */
async function write(path: string): Promise<void> {
  await using ground = await RequestGround.open();
  const lines: string[] = [];
  for (const process of fc.sample(anyProcess, PROCESSES)) {
    const sent = await ground.submit(process).catch((error: unknown) => {
      if (isExecutorError(error) && error.problems.length > 0) return undefined;
      throw error;
    });
    for (const input of sent?.definitions ?? [])
      lines.push(JSON.stringify({ operation: 'RegisterTaskDefinition', input }));
    for (const input of sent?.tasks ?? []) lines.push(JSON.stringify({ operation: 'RunTask', input }));
  }
  await writeFile(path, lines.map((line) => `${line}\n`).join(''));
}

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('Say where to write: node dist/test/requests/write-requests.js FILE');
await write(path);
