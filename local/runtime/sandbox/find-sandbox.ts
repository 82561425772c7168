import { execFile } from 'node:child_process';
import { access, constants, lstat, mkdtemp, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { errorText } from '../../error-text.js';
import { type ContainerSpec } from '../task-runtime.js';
import { bubblewrapArguments, systemArguments, systemFolders, type SandboxMachine } from './bubblewrap.js';

/** Sandboxes work here, or why they do not. */
export type FoundSandbox =
  | { readonly kind: 'found'; readonly machine: SandboxMachine }
  | { readonly kind: 'none'; readonly why: string };

/**
 * Tries a sandbox: whether `bwrap` is there says little, as kernels, and containers around the cloud, forbid the
 * namespaces it needs. Never rejects.
 *
 * @param within milliseconds the trial may take
 */
export async function findSandbox(path: string, root: boolean, within: number): Promise<FoundSandbox> {
  if (process.platform !== 'linux') return { kind: 'none', why: 'there are sandboxes on Linux only' };
  try {
    const [tool, nsenter] = [await inPath('bwrap', path), await inPath('nsenter', path)];
    if (tool === undefined) return { kind: 'none', why: 'bwrap is not installed (package bubblewrap)' };
    if (nsenter === undefined) return { kind: 'none', why: 'nsenter is not installed (package util-linux)' };
    const machine = { tool, nsenter, system: systemArguments(await system()), root };
    await attempt(machine, path, within);
    return { kind: 'found', machine };
  } catch (error) {
    return { kind: 'none', why: `bwrap cannot make a sandbox here: ${lastLine(errorText(error))}` };
  }
}

/** Looked up once: a task may have a search path of its own, which is not where these are. */
async function inPath(program: string, path: string): Promise<string | undefined> {
  for (const folder of path.split(delimiter).filter(isAbsolute)) {
    const file = join(folder, program);
    const runs = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return file;
  }
  return undefined;
}

/** Each system folder there is, with the target of those that are links. */
async function system(): Promise<ReadonlyMap<string, string | undefined>> {
  const found = new Map<string, string | undefined>();
  for (const folder of systemFolders) {
    const seen = await lstat(folder).catch(() => undefined);
    if (seen?.isDirectory() === true) found.set(folder, undefined);
    if (seen?.isSymbolicLink() === true) found.set(folder, await readlink(folder));
  }
  return found;
}

/** With everything a task's sandbox has. */
async function attempt(machine: SandboxMachine, path: string, within: number): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'nf-awsecs-sandbox-'));
  try {
    const standIn = join(scratch, 'fusion');
    await writeFile(standIn, '');
    const files = { scratch, standIn, s3Root: scratch, mounts: [] };
    const args = bubblewrapArguments(bare, machine, files, ['true']);
    // There is no descriptor 3 here; its report goes where output goes.
    const spoken = args.map((argument, index) => (args[index - 1] === '--json-status-fd' ? '1' : argument));
    await promisify(execFile)(machine.tool, spoken, { env: { PATH: path }, timeout: within });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const bare: Pick<ContainerSpec, 'settings' | 'workingDirectory'> = { settings: {} };

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? text;
}
