import { fileURLToPath } from 'node:url';
import { openSession, type SessionObserver, type TaskResult, type TaskSession } from '../../host/index.js';
import { cluster } from '../measure/ecs-tasks.js';
import type { Ground } from './ground.js';

const plugin = fileURLToPath(new URL('../../../plugin.json', import.meta.url));
const role = 'arn:aws:iam::123456789012:role/';

/** Lets `work` use a session of the engine with the plugin as `plugin.json` names it, and closes it. */
export async function withSession(
  ground: Ground,
  observer: SessionObserver,
  work: (session: TaskSession) => Promise<void>,
): Promise<void> {
  const { settings, clock } = ground;
  const session = await ground.during(
    openSession({
      plugins: [plugin],
      workDir: 's3://my-bucket/work',
      config: [
        // Time may be virtual, and what is measured is ECS: nobody asks Wave.
        {
          wave: { enabled: true },
          fusion: { enabled: true, preinstalled: true },
          executor: { queueSize: 100_000 },
        },
        {
          aws: {
            ecs: { cluster, executionRole: `${role}ecsTaskExecutionRole`, taskRole: `${role}ecsTaskRole` },
          },
        },
        settings,
      ],
      clock,
      observer,
      logger: { debug: silent, info: silent, warn: say, error: say },
    }),
  );
  try {
    await work(session);
  } finally {
    // What still runs is of no interest: the cloud ends with the row.
    await ground.during(session.close({ leaveRunning: true }));
  }
}

/** A task of one image, in one of twenty shapes: 1 to 4 vCPUs with 2 to 6 GB each. */
export function runShaped(
  session: TaskSession,
  index: number,
  { image = 'load', signal }: { readonly image?: string; readonly signal?: AbortSignal } = {},
): Promise<TaskResult> {
  const cpus = 1 + (index % 4);
  const task = {
    process: 'LOAD',
    container: image,
    cpus,
    memory: `${cpus * (2 + (Math.floor(index / 4) % 5))} GB`,
    script: 'true',
    stdoutBytes: 0,
  };
  return session.run(task, signal === undefined ? {} : { signal });
}

const silent = (): void => undefined;

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}
