import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bucket, ownDist } from './place.js';

/** What a cloud does to everybody who runs on it. */
export type Manner = 'calm' | 'crowded' | 'late' | 'narrow';

export const manners: readonly Manner[] = ['calm', 'crowded', 'late', 'narrow'];

const faults: Readonly<Record<Manner, object>> = {
  calm: {},
  /** Now and then there is no room, which is a definite no: the submit after it has a number of its own, recorded first. */
  crowded: {
    seed: 'crash',
    calls: [
      {
        service: 'ecs',
        operation: 'RunTask',
        probability: 0.3,
        effect: {
          kind: 'error',
          status: 400,
          code: 'ClientException',
          message: 'You have reached the limit on tasks in the PROVISIONING state.',
        },
      },
    ],
  },
  /** Reads know of a task long after it was started: only the token of its submit finds it until then. */
  late: { tasks: [{ effect: { kind: 'missing', for: '8s' } }] },
  narrow: {},
};

/** Tasks that run at once: on the narrow one the others wait in PROVISIONING. */
const mostTasks: Readonly<Record<Manner, number>> = { calm: 64, crowded: 64, late: 64, narrow: 2 };

export interface CloudStart {
  readonly folder: string;
  readonly clusters: readonly string[];
  readonly manner: Manner;
  /** In place of the manner's own faults. */
  readonly scenario?: object;
  /** Of the package whose cloud it is; this one's where absent. */
  readonly dist?: string;
}

/** `nf-awsecs local` in a process of its own: nothing that happens to an engine happens to it. */
export class CloudProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly endpoint: string,
    /** Of its buckets. */
    readonly files: string,
  ) {}

  /** @throws Error where it does not come up; with what it said. */
  static async start({
    folder,
    clusters,
    manner,
    dist = ownDist,
    ...given
  }: CloudStart): Promise<CloudProcess> {
    const scenario = join(folder, `${manner}.json`);
    await writeFile(scenario, JSON.stringify(given.scenario ?? faults[manner]));
    const data = join(folder, manner);
    const line = [join(dist, 'cli/main.js'), 'local', '-data', data, '-bucket', bucket];
    const names = clusters.flatMap((cluster) => ['-cluster', cluster]);
    const rest = [
      '-fresh',
      '-runtime',
      'process',
      '-max-tasks',
      String(mostTasks[manner]),
      '-scenario',
      scenario,
    ];
    const child = spawn(process.execPath, [...line, ...names, ...rest], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
    for await (const text of createInterface({ input: child.stdout })) {
      said.push(text);
      const endpoint = /^export AWS_ENDPOINT_URL=(\S+)$/.exec(text)?.[1];
      if (endpoint !== undefined) return new CloudProcess(child, endpoint, join(data, 's3', bucket));
    }
    throw new Error(`The local cloud did not come up. It said:\n${said.join('\n')}`);
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}
