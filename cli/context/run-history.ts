import { resolve } from 'node:path';
import type { HistoryOptions } from '../../host/index.js';
import type { RunOwner } from '../../host/lease/run-owner.js';
import type { CliContext } from './cli-context.js';

/** Where the history of the runs of a folder is kept, from that folder. */
export const historyDir = '.nf-awsecs/history';

/** Where the history of the runs of a folder is kept. */
export function historyFolder(cwd: string): string {
  return resolve(cwd, historyDir);
}

/**
 * What the history of a run by this command is kept by.
 * @param command see `HistoryOptions.command`.
 * @param localFiles the folder, from the current one, that `s3://` is for a run on a cloud of its own.
 */
export function runHistory(cwd: string, command: string, localFiles: string | undefined): HistoryOptions {
  const kept = { folder: historyFolder(cwd), command };
  return localFiles === undefined ? kept : { ...kept, localFiles };
}

/** The process of this command, as the engine is told of it. */
export function runOwner({ owner }: Pick<CliContext, 'owner'>, version: string): RunOwner {
  return { ...owner, program: `nf-awsecs ${version}` };
}
