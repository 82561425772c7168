import type { Question, Starts } from './question.js';

/**
 * US dollars for one vCPU and hour of a general-purpose instance on demand with the fee of Managed Instances, rounded
 * up: m5 in us-east-1 is 0.048 without the fee.
 */
const DOLLARS_A_VCPU_HOUR = 0.06;
/** The smallest instances have 2. */
const LEAST_VCPUS = 2;
/** Minutes that an instance may stay behind its last task. */
const IDLE_MINUTES = 10;

/** US dollars that the questions cost at most, were every task on an instance of its own for as long as it may live. */
export function costBound(questions: readonly Pick<Question, 'starts'>[]): number {
  const hours = questions.reduce((sum, { starts }) => sum + vCpuHours(starts), 0);
  return Math.ceil(hours * DOLLARS_A_VCPU_HOUR * 100) / 100;
}

function vCpuHours({ tasks, vCpus, minutes }: Starts): number {
  return (tasks * Math.max(vCpus, LEAST_VCPUS) * (minutes + IDLE_MINUTES)) / 60;
}
