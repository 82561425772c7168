import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../../../cli/commands/command-line.js';
import { settle } from '../../support/fake-clock.js';
import { FakeContext } from '../fake-context.js';
import type { FakeServices } from '../fake-services.js';

/** The folder a test runs the command in; it holds an empty script. */
export class RunFolder {
  path = '';

  contextOf(isTTY = false): FakeContext {
    return new FakeContext({}, this.path, isTTY);
  }
}

/** A new folder for every test of the group that calls this. */
export function useRunFolder(): RunFolder {
  const folder = new RunFolder();
  beforeEach(async () => {
    folder.path = await mkdtemp(join(tmpdir(), 'nf-awsecs-cli-'));
    await writeFile(join(folder.path, 'main.nf'), '');
  });
  afterEach(() => rm(folder.path, { recursive: true }));
  return folder;
}

/** The exit code of `nf-awsecs run` with this line behind it. */
export function run(line: string, context: FakeContext, services: FakeServices): Promise<number> {
  return runCommandLine(`run ${line}`.split(' '), context, services);
}

/** Reading files takes more turns of the loop than promises do. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await settle();
}
