import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { attempt, type SmokeGround } from '../smoke-ground.js';
import { minutes } from '../minutes.js';
import type { Question } from '../question.js';

/** What `containerOptions` may map beyond what AWS's pages agree on. */
export const containerExtras: Question = {
  number: 10,
  question: 'Do a tmpfs on /dev/shm and the log driver json-file work?',
  does: 'runs a task with a tmpfs of 64 MiB on /dev/shm that looks for it, and one with the driver',
  starts: { tasks: 2, vCpus: 0.25, minutes: 10 },
  async ask(ground) {
    const tmpfs = await outcome(ground, 'tmpfs', 'grep -q " /dev/shm tmpfs .*size=65536k" /proc/mounts', {
      linuxParameters: { tmpfs: [{ containerPath: '/dev/shm', size: 64 }] },
    });
    const driver = await outcome(ground, 'json-file', 'true', {
      logConfiguration: { logDriver: 'json-file' },
    });
    const answer = `The tmpfs ${verdict(tmpfs)}; the log driver json-file ${verdict(driver)}.`;
    return { answer, evidence: { tmpfs, driver } };
  },
};

interface Outcome {
  readonly refusal?: string;
  readonly exitCode?: number;
  readonly stoppedReason?: string;
}

function verdict({ refusal, exitCode }: Outcome): string {
  if (refusal !== undefined) return 'is refused';
  return exitCode === 0 ? 'works' : 'does not work';
}

async function outcome(
  ground: SmokeGround,
  name: string,
  command: string,
  container: Partial<ContainerDefinition>,
): Promise<Outcome> {
  const started = await attempt(async () => ground.run(await ground.define(name, command, { container })));
  if (!started.ok) return { refusal: started.refusal };
  const { containers, stoppedReason } = await ground.watchToEnd(started.value, minutes(8));
  const exitCode = containers?.[0]?.exitCode;
  return {
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(stoppedReason === undefined ? {} : { stoppedReason }),
  };
}
