import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TaskInput } from '../../../host/task/task-input.js';
import { commandRun, commandScript } from '../../../host/task/wrapper.js';

/** How a run of the wrapper ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the two files with the real bash, S3 being a folder: the way a task runs without a mount. */
export class Sandbox {
  readonly workDir: string;
  /** What the wrapper stages. */
  inputs: readonly TaskInput[] = [];

  private constructor(
    readonly root: string,
    readonly key: string,
    private readonly metrics: boolean,
  ) {
    this.workDir = join(root, 'bucket', key);
  }

  static async create({ key = 'work/ab/cdef', metrics = false } = {}): Promise<Sandbox> {
    const sandbox = new Sandbox(await mkdtemp(join(tmpdir(), 'nxf test ')), key, metrics);
    await mkdir(sandbox.workDir, { recursive: true });
    await mkdir(join(sandbox.root, 'tmp'));
    return sandbox;
  }

  async write(script: string, environment: Record<string, string> = {}, lingerSeconds = 10): Promise<void> {
    const workDir = `s3://bucket/${this.key}`;
    await writeFile(join(this.workDir, '.command.sh'), commandScript(script));
    const { inputs, metrics } = this;
    const run = commandRun({
      taskName: 'T\n(1)',
      workDir,
      script,
      environment,
      inputs,
      lingerSeconds,
      metrics,
    });
    await writeFile(join(this.workDir, '.command.run'), run);
  }

  start(): { kill(signal: NodeJS.Signals): void; ended: Promise<Ended> } {
    const child = spawn('bash', [join(this.workDir, '.command.run')], {
      env: { PATH: process.env['PATH'], NXF_FUSION_MOUNT: this.root, TMPDIR: join(this.root, 'tmp') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, err] = [collect(child.stdout), collect(child.stderr)];
    const ended = once(child, 'close').then(async ([code]) => ({
      code: code as number | null,
      stdout: await out,
      stderr: await err,
    }));
    return { kill: (signal) => void child.kill(signal), ended };
  }

  async run(script: string, environment: Record<string, string> = {}, lingerSeconds = 10): Promise<Ended> {
    await this.write(script, environment, lingerSeconds);
    return this.start().ended;
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true, force: true });
  }

  file(name: string): Promise<string> {
    return readFile(join(this.workDir, name), 'utf8');
  }

  /** Resolves when the script has written `name`. */
  async appeared(name: string): Promise<string> {
    for (;;) {
      const text = await this.file(name).catch(() => '');
      if (text !== '') return text;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
