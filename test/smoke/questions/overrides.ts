import type { Question } from '../question.js';
import { minutes } from '../minutes.js';

/** Everything the executor sends by RunTask instead of registering it rests on this. */
export const overrides: Question = {
  number: 1,
  question: 'Are overrides.cpu and overrides.memory honoured on Managed Instances?',
  does: 'starts a task of 256 units and 512 MiB with overrides of 512 and 1024, and looks at what it has',
  starts: { tasks: 1, vCpus: 0.5, minutes: 10 },
  async ask(ground) {
    const definition = await ground.define('overrides', 'true');
    const task = await ground.run(definition, { overrides: { cpu: '512', memory: '1024' } });
    const ended = await ground.watchToEnd(task, minutes(8));
    const honoured = [task, ended].every(({ cpu, memory }) => cpu === '512' && memory === '1024');
    const evidence = {
      asked: { cpu: '512', memory: '1024' },
      runTask: { cpu: task.cpu, memory: task.memory },
      describeTasks: { cpu: ended.cpu, memory: ended.memory, lastStatus: ended.lastStatus },
      stopCode: ended.stopCode,
    };
    const answer = honoured
      ? 'Yes: the task has what the overrides ask for.'
      : "No: the task has other resources; aws.ecs.resourcesIn = 'definition' is the way here.";
    return { answer, evidence };
  },
};
