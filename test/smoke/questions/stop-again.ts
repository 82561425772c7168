import { ListTasksCommand, type DesiredStatus } from '@aws-sdk/client-ecs';
import { attempt } from '../smoke-ground.js';
import { minutes } from '../minutes.js';
import type { Question } from '../question.js';

/** Kills repeat StopTask, and recovery lists by startedBy. */
export const stopAgain: Question = {
  number: 7,
  question: 'What do StopTask on a stopped task, and ListTasks with startedBy beside a status, answer?',
  does: 'stops a task twice, and lists by startedBy with desiredStatus STOPPED',
  starts: { tasks: 1, vCpus: 0.25, minutes: 6 },
  async ask(ground) {
    const { ecs, cluster } = ground.options;
    const task = await ground.run(await ground.define('stop-again', 'sleep 600'));
    await ground.stop(task);
    const ended = await ground.watchToEnd(task, minutes(5));
    const again = await attempt(() => ground.stop(task));
    const desiredStatus: DesiredStatus = 'STOPPED';
    const list = new ListTasksCommand({ cluster, startedBy: ground.startedBy, desiredStatus });
    const listed = await attempt(() => ecs.send(list));
    return {
      answer:
        `StopTask again ${again.ok ? 'succeeds' : 'is refused'}; ` +
        `startedBy beside desiredStatus ${listed.ok ? 'is taken' : 'is refused'}.`,
      evidence: {
        stopCode: ended.stopCode,
        lastStatus: ended.lastStatus,
        ...(again.ok ? {} : { stopRefusal: again.refusal }),
        ...(listed.ok ? { listed: listed.value.taskArns?.length ?? 0 } : { listRefusal: listed.refusal }),
      },
    };
  },
};
