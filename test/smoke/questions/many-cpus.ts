import { attempt } from '../smoke-ground.js';
import type { Question } from '../question.js';

/** The page of RegisterTaskDefinition says 10 vCPU of EC2, other pages 192 of Managed Instances. */
export const manyCpus: Question = {
  number: 6,
  question: 'Can a task have more than 10 vCPUs?',
  does: 'asks for 12 vCPUs and stops the task as soon as ECS has taken it',
  starts: { tasks: 1, vCpus: 16, minutes: 2 },
  async ask(ground) {
    const asked = { cpu: String(12 * 1024), memory: String(24 * 1024) };
    const definition = await ground.define('many-cpus', 'true');
    const started = await attempt(() => ground.run(definition, { overrides: asked }));
    if (!started.ok)
      return { answer: 'No: RunTask refuses it.', evidence: { asked, refusal: started.refusal } };
    await ground.stop(started.value);
    const { cpu, memory, lastStatus } = started.value;
    return { answer: 'RunTask takes it.', evidence: { asked, got: { cpu, memory, lastStatus } } };
  },
};
