import { attempt } from '../smoke-ground.js';
import { minutes } from '../minutes.js';
import type { Question } from '../question.js';

/** What `aws.ecs.provisioningTimeout` has to do. */
export const unsatisfiable: Question = {
  number: 3,
  question: 'What becomes of a task that no instance type can satisfy?',
  does: 'asks for an instance type that does not exist, watches for five minutes, and stops the task',
  starts: { tasks: 1, vCpus: 0.25, minutes: 6 },
  async ask(ground) {
    const definition = await ground.define('unsatisfiable', 'true');
    const started = await attempt(() =>
      ground.run(definition, {
        placementConstraints: [{ type: 'memberOf', expression: 'attribute:ecs.instance-type == no1.such' }],
      }),
    );
    if (!started.ok) return { answer: 'It is refused by RunTask.', evidence: { refusal: started.refusal } };
    const seen = await ground.watchToEnd(started.value, minutes(5));
    const { lastStatus, stopCode, stoppedReason, startedAt } = seen;
    const evidence = { lastStatus, stopCode, stoppedReason, startedAt };
    if (lastStatus === 'STOPPED') return { answer: 'ECS ends it by itself.', evidence };
    await ground.stop(started.value);
    return { answer: `It stays ${lastStatus ?? 'unknown'} for five minutes at least.`, evidence };
  },
};
