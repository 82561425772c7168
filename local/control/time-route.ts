import { Place, unread } from '../faults/scenario/place.js';
import { number, structure } from '../faults/scenario/readers.js';
import { ScenarioError } from '../faults/scenario/scenario-error.js';
import { duration, signedDuration } from '../faults/scenario/span-readers.js';
import type { ServiceResponse } from '../http/service.js';
import { fastestRate } from '../time/virtual-clock.js';
import { controlAnswer, controlRefusal } from './control-answer.js';
import { type CloudControl } from './cloud-control.js';

const change = structure({}, { advance: duration, jump: signedDuration, rate: number(0, fastestRate) });

/** The cloud's time; `rate` where it is virtual. */
export function timeTold(control: CloudControl): object {
  const now = control.now();
  const { time } = control;
  return {
    now,
    iso: new Date(now).toISOString(),
    virtual: time !== undefined,
    ...(time === undefined ? {} : { rate: time.rate, timers: time.pending }),
  };
}

/**
 * Advances, sets or paces virtual time, one of them a request; answers when the advance is over.
 *
 * @throws ScenarioError naming every problem
 */
export async function setTime(control: CloudControl, body: unknown): Promise<ServiceResponse> {
  const { time } = control;
  if (time === undefined) {
    const message =
      'time is the machine’s own and cannot be set. Start the cloud with virtual time and simulated tasks.';
    return controlRefusal(409, { code: 'TimeIsReal', message });
  }
  const problems: string[] = [];
  const at = new Place('', problems);
  const read = change(body, at);
  if (read !== unread && Object.keys(read).length !== 1) at.note('must have one of advance, jump and rate');
  if (read === unread || problems.length > 0) throw new ScenarioError('The time', problems);
  if (read.advance !== undefined) await time.advance(read.advance);
  if (read.jump !== undefined) time.jump(read.jump);
  if (read.rate !== undefined) time.setRate(read.rate);
  return controlAnswer(timeTold(control));
}
