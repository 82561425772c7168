import { createHash } from 'node:crypto';
import { RequestError, type Problem } from '../../spi/index.js';
import { Turnstile } from '../engine/turnstile.js';
import type { StoredFile, StoredFiles } from '../storage/stored-files.js';
import type { TaskInput } from '../task/task-input.js';
import type { CacheMode } from './cache-mode.js';

/** What tells one state of an input from another. */
export interface InputFingerprint {
  readonly stageAs: string;
  /** 64 hexadecimal digits. */
  readonly digest: string;
}

/** Looks at the storage at the same time, of all tasks of a session together. */
const LOOKS_AT_ONCE = 16;
/** Files that are read whole at the same time. */
const READS_AT_ONCE = 4;
/** Files of a folder that are held at a time: a folder may have a million. */
const FILES_TOGETHER = 500;

/** A file's content, for as long as it looks as it did when it was read. */
interface ReadContent {
  readonly size: number;
  readonly modifiedAt: number;
  readonly digest: Promise<string | undefined>;
}

/** Takes the fingerprints of tasks' inputs. One serves a whole session: what is read once is not read again. */
export class InputFingerprints {
  private readonly looks = new Turnstile(LOOKS_AT_ONCE);
  private readonly reads = new Turnstile(READS_AT_ONCE);
  /** By URI. The same genome is an input of thousands of tasks. */
  private readonly contents = new Map<string, ReadContent>();

  constructor(private readonly files: Pick<StoredFiles, 'list' | 'look' | 'digest'>) {}

  /**
   * The fingerprints of a task's inputs in the order of their names, whatever order they are given in.
   * @throws RequestError INPUT_MISSING listing every input that is not there.
   * @throws ExecutorError STORAGE_FAILED or STORAGE_UNSUPPORTED.
   */
  async of(inputs: readonly TaskInput[], mode: CacheMode): Promise<readonly InputFingerprint[]> {
    const taken = await Promise.all(
      inputs.map(async (input) => ({ input, digest: await this.digestOf(input, mode) })),
    );
    const missing = taken.filter(({ digest }) => digest === undefined);
    if (missing.length > 0) throw inputsMissing(missing.map(({ input }) => input));
    return taken
      .map(({ input: { stageAs }, digest = '' }) => ({ stageAs, digest }))
      .sort((one, other) => (one.stageAs < other.stageAs ? -1 : 1));
  }

  private digestOf({ uri }: TaskInput, mode: CacheMode): Promise<string | undefined> {
    if (!uri.endsWith('/')) return this.digestOfFile(uri, mode);
    return this.looks.pass(() => this.digestOfFolder(uri, mode));
  }

  private async digestOfFile(uri: string, mode: CacheMode): Promise<string | undefined> {
    const file = await this.looks.pass(() => this.files.look(uri));
    const traits = file === undefined ? undefined : await this.traitsOf(file, mode);
    if (traits === undefined) return undefined;
    // By its content alone a file is the same wherever it lies.
    return sha256(JSON.stringify(mode === 'deep' ? ['file', ...traits] : ['file', uri, ...traits]));
  }

  /** A folder is the files below it, by their paths from it. */
  private async digestOfFolder(uri: string, mode: CacheMode): Promise<string | undefined> {
    const hash = createHash('sha256').update(JSON.stringify(mode === 'deep' ? ['folder'] : ['folder', uri]));
    const told = async (files: readonly StoredFile[]): Promise<void> => {
      const traits = await Promise.all(files.map((file) => this.traitsOf(file, mode)));
      // What has no traits went between the listing and the reading.
      for (const [index, file] of files.entries())
        if (traits[index] !== undefined)
          hash.update(`\n${JSON.stringify([file.uri.slice(uri.length), ...traits[index]])}`);
    };
    let any = false;
    let waiting: StoredFile[] = [];
    for await (const file of this.files.list(uri)) {
      any = true;
      waiting.push(file);
      if (waiting.length < FILES_TOGETHER) continue;
      await told(waiting);
      waiting = [];
    }
    await told(waiting);
    return any ? hash.digest('hex') : undefined;
  }

  private async traitsOf(
    file: StoredFile,
    mode: CacheMode,
  ): Promise<readonly (number | string)[] | undefined> {
    if (mode === 'lenient') return [file.size];
    if (mode !== 'deep') return [file.size, file.modifiedAt];
    const content = await this.contentOf(file);
    return content === undefined ? undefined : [content];
  }

  private contentOf({ uri, size, modifiedAt }: StoredFile): Promise<string | undefined> {
    const known = this.contents.get(uri);
    if (known?.size === size && known.modifiedAt === modifiedAt) return known.digest;
    const digest = this.reads.pass(() => this.files.digest(uri));
    this.contents.set(uri, { size, modifiedAt, digest });
    // Who asks after a failure asks the storage again.
    digest.catch(() => this.contents.delete(uri));
    return digest;
  }
}

function inputsMissing(inputs: readonly TaskInput[]): RequestError {
  const what = inputs.length === 1 ? 'an input is' : `${inputs.length} inputs are`;
  const problems = inputs.map(({ uri, stageAs }): Problem => {
    const fix = uri.endsWith('/')
      ? 'Write the URI of a folder with files in it.'
      : 'Correct the URI, or put the file there; the URI of a folder ends with a slash.';
    const message = uri.endsWith('/') ? 'holds no file' : 'is not there';
    return { path: `input ${stageAs}`, found: uri, message, fix };
  });
  return new RequestError(`Cannot start the task: ${what} missing. Correct what is listed and run again.`, {
    code: 'INPUT_MISSING',
    problems,
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
