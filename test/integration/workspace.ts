import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../../local/index.js';
import { Command, type CommandOptions } from './command.js';
import { eventually } from './within.js';

const examples = fileURLToPath(new URL('../../../examples', import.meta.url));
const run = promisify(execFile);
let opened = 0;

export type ExampleName =
  'quickstart' | 'failing' | 'cpu' | 'gpu' | 'large-storage' | 'instance-type' | 'mixed' | 'retries';

/** The script of an example, for the command line. */
export function example(name: ExampleName): string {
  return exampleFile(name, 'main.nf');
}

/** Path of one of an example's files. */
export function exampleFile(name: ExampleName, file: string): string {
  return join(examples, name, file);
}

/** The quickstart's nextflow.config. */
export function quickstartConfig(): Promise<string> {
  return readFile(join(examples, 'quickstart', 'nextflow.config'), 'utf8');
}

/** A user's folder, with what was started in it. */
export class Workspace {
  private readonly commands: Command[] = [];
  private readonly clouds: LocalCloud[] = [];

  private constructor(
    readonly folder: string,
    /** A `sleep` of this many seconds is this workspace's: no other process has the number. */
    readonly nap: string,
  ) {}

  static async open(): Promise<Workspace> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'nf-awsecs-run-')));
    return new Workspace(folder, `3600.${process.pid}${String(++opened).padStart(3, '0')}`);
  }

  start(args: readonly string[], options: Omit<CommandOptions, 'cwd'> = {}): Command {
    const command = Command.start(withProcesses(args), { cwd: this.folder, ...options });
    this.commands.push(command);
    return command;
  }

  /** Runs a command to its end. */
  async run(
    args: readonly string[],
    options: Omit<CommandOptions, 'cwd'> = {},
  ): Promise<{ readonly code: number | string; readonly stdout: string; readonly stderr: string }> {
    const command = this.start(args, options);
    const code = await command.exit();
    return { code, stdout: command.stdout, stderr: command.stderr };
  }

  async write(name: string, text: string): Promise<void> {
    await writeFile(join(this.folder, name), text);
  }

  /** Writes `main.nf`, with a process for each script, beside a configuration: the quickstart's where none is given. */
  async pipeline(scripts: Readonly<Record<string, string>>, config?: string): Promise<void> {
    const processes = Object.entries(scripts).map(
      ([name, script]) =>
        `process ${name} {\n    container 'ubuntu:latest'\n\n    script:\n    '''\n${script}\n    '''\n}\n`,
    );
    const calls = Object.keys(scripts).map((name) => `    ${name}()\n`);
    await this.write('main.nf', `${processes.join('\n')}\nworkflow {\n${calls.join('')}}\n`);
    await this.write('nextflow.config', config ?? (await quickstartConfig()));
  }

  /**
   * A local cloud in this process, so that a test sees its calls and acts as its operator.
   * @param settings `consistency`: milliseconds until reads show a new task; AWS's two seconds where absent.
   */
  async cloud(settings: Pick<LocalCloudOptions, 'consistency'> = {}): Promise<LocalCloud> {
    const cloud = await startLocalCloud({
      dataDir: join(this.folder, '.nf-awsecs', 'local'),
      runtime: 'process',
      ...settings,
    });
    this.clouds.push(cloud);
    return cloud;
  }

  /** Paths of the files of that name in the task folders of this workspace's clouds. */
  async taskFiles(name: string): Promise<string[]> {
    const root = join(this.folder, '.nf-awsecs', 'local', 's3');
    const all = await readdir(root, { recursive: true }).catch(() => []);
    return all.filter((path) => basename(path) === name).map((path) => join(root, path));
  }

  /** Waits until `count` task folders hold that file; answers the folders. */
  async taskFolders(name: string, count: number): Promise<string[]> {
    const found = await eventually(
      async () => {
        const files = await this.taskFiles(name);
        return files.length >= count ? files : undefined;
      },
      () => `not ${count} tasks wrote ${name}. The commands said:\n${this.said()}`,
    );
    return found.map((file) => dirname(file));
  }

  /** Waits for what is dying to be dead; answers the command lines of processes that stay. */
  async processesLeft(): Promise<readonly string[]> {
    let left: readonly string[] = [];
    const none = async (): Promise<true | undefined> => {
      left = (await this.processes()).map(({ line }) => line);
      return left.length === 0 ? true : undefined;
    };
    await eventually(none, () => '', 2000).catch(() => undefined);
    return left;
  }

  /**
   * Ends what a failed test left behind and removes the folder.
   * @throws Error naming every process that outlived its command.
   */
  async close(): Promise<void> {
    const hanging = this.commands.filter((command) => command.running);
    for (const command of hanging) command.signal('SIGKILL');
    await Promise.all(hanging.map((command) => command.exit()));
    await Promise.all(this.clouds.map((cloud) => cloud.close()));
    const left = await this.processesLeft();
    for (const { pid } of await this.processes()) process.kill(pid, 'SIGKILL');
    const groups = this.commands.filter((command) => command.groupLives());
    for (const group of groups) group.signal('SIGKILL');
    await rm(this.folder, { recursive: true, maxRetries: 3 });
    const problems = [
      ...hanging.map(({ pid }) => `command ${pid} still ran`),
      ...groups.map(({ pid }) => `group ${pid} still lived`),
      ...left,
    ];
    if (problems.length > 0) throw new Error(`left behind: ${problems.join('; ')}\n${this.said()}`);
  }

  /** The command lines of every process there is, as `ps` shows them to anybody on the machine. */
  async commandLines(): Promise<string[]> {
    return (await run('ps', ['-axww', '-o', 'args='])).stdout.split('\n');
  }

  private said(): string {
    return this.commands.map((command) => command.output).join('\n');
  }

  /** What belongs to this workspace: a task's wrapper names its folder, a task's sleep its number. */
  private async processes(): Promise<{ readonly pid: number; readonly line: string }[]> {
    const { stdout } = await run('ps', ['-axww', '-o', 'pid=,args=']);
    return stdout
      .split('\n')
      .filter((line) => line.includes(this.folder) || line.includes(this.nap))
      .map((line) => ({ pid: Number.parseInt(line, 10), line: line.trim() }));
  }
}

/** What a user exports to reach a cloud. */
export function cloudEnvironment(cloud: LocalCloud): Record<string, string> {
  return {
    ...cloudEndpoints(cloud),
    AWS_REGION: cloud.region,
    AWS_ACCESS_KEY_ID: cloud.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: cloud.credentials.secretAccessKey,
  };
}

/** The variables that say where its services are. */
export function cloudEndpoints(cloud: LocalCloud): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: cloud.endpoint,
    WAVE_API_ENDPOINT: cloud.endpoint,
    FUSION_CONTAINER_CONFIG_URL: cloud.settings().fusion.containerConfigUrl,
  };
}

/** A run's own cloud runs plain processes, whatever the machine has: what a test looks at is the same everywhere. */
function withProcesses(args: readonly string[]): readonly string[] {
  return args[0] === 'run' && args.includes('-local') && !args.includes('-local-runtime')
    ? [...args, '-local-runtime', 'process']
    : args;
}
