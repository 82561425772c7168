import { realpath, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { errorText } from '../../error-text.js';
import { errorCode } from '../../system-error.js';
import { Turnstile } from './turnstile.js';

/** Files written at once: more would only take their descriptors from S3. */
const atOnce = 16;

/** `/fusion/s3/<bucket>/<key>/.command.run`, and in the first group what lies between. */
const wrapper = /^\/fusion\/s3\/(.+)\/\.command\.run$/;

/**
 * What the wrapper of a workflow's task leaves in its work folder, for tasks that are not really run: an empty
 * `.command.begin` at the start; `.command.out`, an empty `.command.err` and `.exitcode` at the end.
 */
export class WrapperFiles {
  private readonly turnstile = new Turnstile(atOnce);
  private root: Promise<string> | undefined;

  constructor(
    /** The folder that holds the buckets. */
    private readonly s3Root: string,
    private readonly log: (line: string) => void,
  ) {}

  /**
   * The work folder named by a container's command line; `undefined` where it names none, where there is no such
   * folder, or where it lies outside the buckets. Never rejects.
   */
  async folderOf(line: readonly string[]): Promise<string | undefined> {
    const path = line.map((word) => wrapper.exec(word)?.[1]).find((found) => found !== undefined);
    if (path === undefined || path.includes('\0')) return undefined;
    try {
      const folder = await realpath(join(this.s3Root, path));
      this.root ??= realpath(this.s3Root);
      return folder.startsWith((await this.root) + sep) ? folder : undefined;
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') this.log(`${path}: ${errorText(error)}`);
      return undefined;
    }
  }

  /** Never rejects. */
  begin(folder: string): Promise<void> {
    return this.write(folder, [['.command.begin', '']]);
  }

  /** `.exitcode` last, as whoever waits for it reads the others then. Never rejects. */
  end(folder: string, exitCode: number, output: readonly string[]): Promise<void> {
    return this.write(folder, [
      ['.command.out', output.map((line) => `${line}\n`).join('')],
      ['.command.err', ''],
      ['.exitcode', String(exitCode)],
    ]);
  }

  private write(folder: string, files: readonly (readonly [string, string])[]): Promise<void> {
    return this.turnstile.pass(async () => {
      try {
        for (const [name, text] of files) await writeFile(join(folder, name), text);
      } catch (error) {
        // The work folder may have been deleted under the task, as under a real one.
        if (errorCode(error) !== 'ENOENT') this.log(`${folder}: ${errorText(error)}`);
      }
    });
  }
}
