import { formatMemory } from '../config/units.js';
import { reasonOf } from '../report/reason-of.js';
import type { FileStore } from '../storage/file-store.js';
import { joinUri } from '../storage/s3-uri.js';
import { WORK_FILES } from '../task/work-dir.js';
import { Turnstile } from './turnstile.js';

/** Bytes of a task's standard output that are printed: more is for no screen, and would be held in memory whole. */
export const SHOWN_BYTES = 10 * 1024 * 1024;
/** Thousands of tasks can end together; their output is not all held at once. */
export const READS_AT_ONCE = 10;

/** What a finished command printed, or why that is not known. */
export type TaskStdout =
  | {
      readonly text: string;
      /** What to say where `text` is only the beginning. */
      readonly cut?: string;
    }
  | { readonly problem: string };

/** Reads what commands printed out of their work dirs. */
export class StdoutReader {
  private readonly turnstile = new Turnstile(READS_AT_ONCE);

  /** @param describeWorkDir where people find the files of a work dir; where absent, the AWS CLI is named. */
  constructor(
    private readonly store: FileStore,
    private readonly describeWorkDir?: (uri: string) => string,
  ) {}

  /** The first `most` bytes of it, 1 or more. Never rejects. */
  read(workDir: string, most = SHOWN_BYTES): Promise<TaskStdout> {
    return this.attempt(workDir, async (uri) => {
      const head = await this.store.readHead(uri, most);
      if (head === undefined || head.size <= most) return head;
      return { text: head.text, cut: describeCut(this.placeOf(workDir, uri), most, head.size) };
    });
  }

  /** Makes sure that it is there, where nobody wants to see it. Never rejects. */
  find(workDir: string): Promise<TaskStdout> {
    return this.attempt(workDir, async (uri) => ((await this.store.exists(uri)) ? { text: '' } : undefined));
  }

  private placeOf(workDir: string, uri: string): string {
    if (this.describeWorkDir === undefined) return `with: aws s3 cp ${uri} -`;
    return `in ${this.describeWorkDir(workDir)}/${WORK_FILES.stdout}`;
  }

  private attempt(
    workDir: string,
    look: (uri: string) => Promise<TaskStdout | undefined>,
  ): Promise<TaskStdout> {
    const uri = joinUri(workDir, WORK_FILES.stdout);
    return this.turnstile.pass(async () => {
      try {
        return (await look(uri)) ?? { problem: `there is no ${uri}` };
      } catch (error) {
        return { problem: reasonOf(error) };
      }
    });
  }
}

function describeCut(place: string, most: number, size: number): string {
  return `only the first ${formatMemory(most)} of ${size} bytes are shown. See all of it ${place}`;
}
