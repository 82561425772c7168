import type { LinuxParameters } from '@aws-sdk/client-ecs';
import { attempt } from '../smoke-ground.js';
import { minutes } from '../minutes.js';
import type { Question } from '../question.js';

/** Whether `fusion.privileged = false` can work. */
export const fuseDevice: Question = {
  number: 2,
  question: "Can a task that is not privileged open /dev/fuse with SYS_ADMIN on the instances' system?",
  does: 'starts a task with the device and the capability that opens /dev/fuse',
  starts: { tasks: 1, vCpus: 0.25, minutes: 10 },
  async ask(ground) {
    const linuxParameters: LinuxParameters = {
      capabilities: { add: ['SYS_ADMIN'] },
      devices: [
        { hostPath: '/dev/fuse', containerPath: '/dev/fuse', permissions: ['read', 'write', 'mknod'] },
      ],
    };
    const started = await attempt(async () =>
      ground.run(await ground.define('fuse', 'exec 3<>/dev/fuse', { container: { linuxParameters } })),
    );
    if (!started.ok)
      return { answer: 'No: ECS refuses the request.', evidence: { refusal: started.refusal } };
    const ended = await ground.watchToEnd(started.value, minutes(8));
    const { exitCode, reason } = ended.containers?.[0] ?? {};
    const evidence = { lastStatus: ended.lastStatus, exitCode, reason, stoppedReason: ended.stoppedReason };
    if (exitCode === 0) return { answer: 'Yes: the device opens.', evidence };
    return { answer: 'No: the task runs and the device does not open, or it did not start.', evidence };
  },
};
