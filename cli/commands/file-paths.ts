import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PreconditionError } from '../../spi/index.js';
import { nearScript } from './near-script.js';

type Kind = 'file' | 'folder' | 'absent';

/**
 * The script a run was asked for: a file, or `main.nf` in a folder. The path stays as the user wrote it.
 * @throws PreconditionError SCRIPT_NOT_FOUND.
 */
export async function resolveScript(cwd: string, given: string): Promise<string> {
  const found = await kindOf(resolve(cwd, given));
  if (found === 'file') return given;
  if (found === 'folder' && (await kindOf(resolve(cwd, given, 'main.nf'))) === 'file')
    return join(given, 'main.nf');
  const why = found === 'folder' ? 'the folder holds no main.nf' : whyAbsent(given);
  const near = found === 'absent' ? await nearScript(cwd, given) : undefined;
  const guess = near === undefined ? 'Give the path of a script, e.g. main.nf.' : `Did you mean ${near}?`;
  throw new PreconditionError(`Cannot run '${given}': ${why} (looked in ${cwd}). ${guess}`, {
    code: 'SCRIPT_NOT_FOUND',
  });
}

/**
 * Refuses configuration files that can be read only once.
 * @throws PreconditionError CONFIG_UNREADABLE.
 */
export async function refusePipes(cwd: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    const found = await stat(resolve(cwd, file)).catch(() => undefined);
    if (found?.isFIFO() !== true) continue;
    throw new PreconditionError(
      `Cannot read ${file} with -local: it is a pipe, and the configuration is read twice then, for the cloud and for ` +
        'the run. Write it into a file first.',
      { code: 'CONFIG_UNREADABLE' },
    );
  }
}

function whyAbsent(given: string): string {
  const remote = /:\/\/|^git@|^[\w.-]+\/[\w-]+$/.test(given);
  const absent = 'there is no such file or folder';
  return remote ? `${absent}, and pipelines of remote repositories are not supported yet` : absent;
}

async function kindOf(path: string): Promise<Kind> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return 'absent';
  return found.isDirectory() ? 'folder' : 'file';
}
