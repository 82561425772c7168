import { Agent } from 'node:http';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  StopTaskCommand,
  type DesiredStatus,
  type Task,
} from '@aws-sdk/client-ecs';
import { runCommandLine } from '../../../cli/commands/command-line.js';
import { packageServices } from '../../../cli/commands/package-services.js';
import type { CliContext, OutputStream } from '../../../cli/context/cli-context.js';
import { systemClock, systemOwner } from '../../../host/index.js';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../../../local/index.js';
import type { Clock } from '../../../spi/index.js';
import { eventually } from '../within.js';
import { quickstartConfig } from '../workspace.js';

const QUICKSTART_CLUSTER = 'nextflow-cluster';

/** A process of a pipeline; what is left out is an image of its own, no directives, and a script that does nothing. */
export interface EndingProcess {
  readonly name: string;
  /** Faults find the tasks of a process by it. */
  readonly image?: string;
  readonly script?: string;
  /** As they stand in `main.nf`, one a line. */
  readonly directives?: readonly string[];
}

/** How a run of the command ended. */
export interface RunEnd {
  readonly code: number;
  /** Standard output, then standard error. */
  readonly said: string;
  /** Tasks that were started for it. */
  readonly attempts: number;
}

/** A run of the command that may still go on. */
export interface StartedRun {
  readonly end: Promise<RunEnd>;
  /** What it has said by now. */
  readonly said: () => string;
}

/** What a run is given. */
interface RunGround extends Pick<CliContext, 'stdout' | 'stderr'> {
  /** Handlers of the signals that end it. */
  readonly interrupt: Set<() => void>;
}

/** The real command in this process, on one local cloud that a test can act on. */
export class EndingRig {
  private runs = 0;
  /** Runs that a failed test has left. */
  private readonly live = new Set<{
    readonly interrupt: ReadonlySet<() => void>;
    readonly over: Promise<unknown>;
  }>();

  private constructor(
    private readonly folder: string,
    readonly cloud: LocalCloud,
    private readonly clock: Clock,
    private readonly ecs: ECSClient,
    private readonly cluster: string,
  ) {}

  /** By default tasks are plain processes, in the machine's time. A new task is known at once. */
  static async open(
    options: Omit<Partial<LocalCloudOptions>, 'dataDir'> = {},
    cluster = QUICKSTART_CLUSTER,
  ): Promise<EndingRig> {
    const folder = await mkdtemp(join(tmpdir(), 'nf-awsecs-endings-'));
    const cloud = await startLocalCloud({
      dataDir: join(folder, 'cloud'),
      runtime: 'process',
      consistency: 0,
      throttle: 'off',
      speed: 1000,
      ...options,
    });
    const { endpoint, region, credentials } = cloud;
    const ecs = new ECSClient({
      ...{ endpoint, region, credentials },
      // It outlives a test, and its connections must not.
      requestHandler: { httpAgent: new Agent({ keepAlive: false }) },
    });
    return new EndingRig(folder, cloud, options.clock ?? systemClock, ecs, cluster);
  }

  /** Runs these processes, one task each, to the end of the run. */
  run(processes: readonly EndingProcess[], settings: readonly string[] = []): Promise<RunEnd> {
    return this.start(processes, settings).end;
  }

  start(processes: readonly EndingProcess[], settings: readonly string[] = []): StartedRun {
    const stdout = new Recorded();
    const stderr = new Recorded();
    const said = (): string => `${stdout.text}\n${stderr.text}`;
    const interrupt = new Set<() => void>();
    const work = this.execute(processes, settings, { stdout, stderr, interrupt });
    const live = { interrupt, over: work.catch(() => undefined).finally(() => this.live.delete(live)) };
    this.live.add(live);
    return { end: work.then((end) => ({ ...end, said: said() })), said };
  }

  /** What ECS tells of the tasks of an image (by the end of its name: Wave's names begin otherwise), those that have stopped first. */
  async tasks(image = 'ubuntu:latest'): Promise<readonly Task[]> {
    const arns = [...(await this.list('STOPPED')), ...(await this.list('RUNNING'))];
    if (arns.length === 0) return [];
    const { tasks = [] } = await this.ecs.send(
      new DescribeTasksCommand({ cluster: this.cluster, tasks: arns }),
    );
    return tasks.filter(({ containers = [] }) =>
      containers.some((container) => container.image?.endsWith(image) === true),
    );
  }

  /** Tasks that ECS has not been told to stop. */
  async left(): Promise<readonly string[]> {
    return this.list('RUNNING');
  }

  /** Waits for a task of this image in this state. */
  until(status: string, image?: string): Promise<Task> {
    return eventually(
      async () => (await this.tasks(image)).find(({ lastStatus }) => lastStatus === status),
      () => `no task got ${status}`,
    );
  }

  /** Waits until so many tasks have run or run, one of them now. */
  async running(count: number): Promise<void> {
    await eventually(
      async () => {
        const tasks = await this.tasks();
        const begun = tasks.filter(({ startedAt }) => startedAt !== undefined).length;
        return begun >= count && tasks.some(({ lastStatus }) => lastStatus === 'RUNNING') ? true : undefined;
      },
      () => `no ${count} tasks ran`,
    );
  }

  /** Waits until the run has said this. */
  async says(run: StartedRun, words: string | RegExp): Promise<void> {
    await eventually(
      () => (run.said().search(words) >= 0 ? true : undefined),
      () => `the run did not say ${String(words)}:\n${run.said()}`,
    );
  }

  /** Waits until ECS was asked so many times more how tasks are. */
  async polled(times: number): Promise<void> {
    const asked = (): number => this.cloud.calls.count('ecs', 'DescribeTasks');
    const enough = asked() + times;
    await eventually(
      () => (asked() >= enough ? true : undefined),
      () => `ECS was not asked ${times} times more`,
    );
  }

  /** Stops a task as somebody else would. */
  async stop({ taskArn }: Task, reason: string): Promise<void> {
    await this.ecs.send(new StopTaskCommand({ cluster: this.cluster, task: taskArn, reason }));
  }

  /** A path of the machine that tasks can look for. */
  path(name: string): string {
    return join(this.folder, name);
  }

  /** Makes the file that tasks look for by {@link path}. */
  touch(name: string): Promise<void> {
    return writeFile(this.path(name), '');
  }

  /** Forgets what was set to go wrong, and ends runs that a failed test has left. */
  async calm(): Promise<void> {
    this.cloud.control.end();
    for (const { interrupt } of this.live) for (const handler of interrupt) handler();
    await Promise.all([...this.live].map(({ over }) => over));
  }

  async close(): Promise<void> {
    this.ecs.destroy();
    await this.cloud.close();
    await rm(this.folder, { recursive: true, maxRetries: 3 });
  }

  private async execute(
    processes: readonly EndingProcess[],
    settings: readonly string[],
    ground: RunGround,
  ): Promise<Omit<RunEnd, 'said'>> {
    const cwd = this.path(`run-${++this.runs}`);
    await mkdir(cwd);
    await writeFile(join(cwd, 'main.nf'), script(processes));
    await writeFile(join(cwd, 'nextflow.config'), await this.config(settings));
    const before = this.cloud.calls.count('ecs', 'RunTask');
    const line = ['run', join(cwd, 'main.nf'), '-work-dir', 's3://my-bucket/work'];
    const code = await runCommandLine(line, this.context(cwd, ground), await packageServices(cwd));
    return { code, attempts: this.cloud.calls.count('ecs', 'RunTask') - before };
  }

  private async config(settings: readonly string[]): Promise<string> {
    const lines = [
      ...assignments([], this.cloud.settings()),
      `aws.ecs.cluster = '${this.cluster}'`,
      "executor.pollInterval = '200 ms'",
      ...settings,
    ];
    return `${await quickstartConfig()}\n${lines.join('\n')}\n`;
  }

  private context(cwd: string, { stdout, stderr, interrupt }: RunGround): CliContext {
    return {
      ...{ stdout, stderr },
      ...{ env: {}, cwd, clock: this.clock, random: Math.random, owner: systemOwner() },
      onSignal: (signal, handler) => {
        if (signal === 'SIGINT') interrupt.add(handler);
        return () => void interrupt.delete(handler);
      },
      onStray: () => () => undefined,
      exit: (code) => {
        throw new Error(`the command left with ${code}`);
      },
    };
  }

  private async list(desiredStatus: DesiredStatus): Promise<string[]> {
    const { taskArns } = await this.ecs.send(new ListTasksCommand({ cluster: this.cluster, desiredStatus }));
    return taskArns ?? [];
  }
}

/** Opens one for the tests of a group, and closes it behind them; every test begins with nothing going wrong. */
export function useRig(use: (rig: EndingRig) => void, ...where: Parameters<typeof EndingRig.open>): void {
  let rig: EndingRig | undefined;
  before(async () => use((rig = await EndingRig.open(...where))));
  afterEach(() => rig?.calm());
  after(() => rig?.close());
}

class Recorded implements OutputStream {
  text = '';
  readonly closed = false;
  readonly isTTY = false;
  readonly columns = undefined;
  readonly rows = undefined;

  write(text: string): void {
    this.text += text;
  }

  taken(): Promise<void> {
    return Promise.resolve();
  }
}

function script(processes: readonly EndingProcess[]): string {
  const texts = processes.map(
    ({ name, image = 'ubuntu:latest', directives = [], script: lines = 'true' }) => {
      const head = [`container '${image}'`, ...directives].map((line) => `    ${line}\n`).join('');
      return `process ${name} {\n${head}\n    script:\n    '''\n${lines}\n    '''\n}\n`;
    },
  );
  const calls = processes.map(({ name }) => `    ${name}()\n`).join('');
  return `${texts.join('\n')}\nworkflow {\n${calls}}\n`;
}

/** Settings as lines of a configuration file. */
function assignments(path: readonly string[], value: unknown): string[] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, inner]) => assignments([...path, name], inner));
  return [`${path.join('.')} = ${typeof value === 'string' ? `'${value}'` : String(value)}`];
}
