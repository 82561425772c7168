import { type TaskMark } from '../../faults/task-faults.js';
import { type EcsTask } from './task.js';

/** What fault rules may look at of a task. */
export const taskMark = (task: EcsTask): TaskMark => ({
  arn: task.arn,
  cluster: task.cluster.name,
  family: task.definition.family,
  group: task.group,
  startedBy: task.startedBy,
  provider: task.provider,
  images: task.containers.map(({ image }) => image),
  tags: new Map(task.tags.map(({ key, value }) => [key, value])),
  createdAt: task.times.createdAt,
});
