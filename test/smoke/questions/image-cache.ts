import type { Task } from '@aws-sdk/client-ecs';
import { minutes } from '../minutes.js';
import type { Question } from '../question.js';

/** How much a second task on an instance saves, and whether a tag is fixed to a digest. */
export const imageCache: Question = {
  number: 8,
  question: 'Are images cached on an instance, and is a tag pinned to the digest it had?',
  does: 'runs two tasks of one image one after the other and compares digests and times of their pulls',
  starts: { tasks: 2, vCpus: 0.25, minutes: 10 },
  async ask(ground) {
    const definition = await ground.define('image-cache', 'true');
    const first = await ground.watchToEnd(await ground.run(definition), minutes(8));
    const second = await ground.watchToEnd(await ground.run(definition), minutes(8));
    const digests = [first, second].map((task) => task.containers?.[0]?.imageDigest);
    const sameInstance =
      first.containerInstanceArn !== undefined && first.containerInstanceArn === second.containerInstanceArn;
    return {
      answer:
        `The digests ${digests[0] === digests[1] ? 'are the same' : 'differ'}; the two tasks were on ` +
        `${sameInstance ? 'one instance' : 'two instances'}.`,
      evidence: { digests, sameInstance, pullSeconds: [first, second].map(pullSeconds) },
    };
  },
};

function pullSeconds({ pullStartedAt, pullStoppedAt }: Task): number | undefined {
  if (pullStartedAt === undefined || pullStoppedAt === undefined) return undefined;
  return (pullStoppedAt.getTime() - pullStartedAt.getTime()) / 1000;
}
