import type { Faults } from '../../../conformance/index.js';
import type { CloudBackend } from './cloud-backend.js';

/** Faults through the control port of the local cloud. */
export const cloudFaults: Faults<CloudBackend> = {
  throttleSubmits: (cloud, times) => calls(cloud, 'RunTask', { times, effect: { kind: 'throttle' } }),
  loseSubmitAnswers: (cloud, times) => calls(cloud, 'RunTask', { times, effect: { kind: 'lost-answer' } }),
  refuseSubmits: (cloud, times) =>
    calls(cloud, 'RunTask', {
      times,
      effect: {
        kind: 'error',
        status: 400,
        code: 'InvalidParameterException',
        message: 'The request is not valid.',
      },
    }),
  delaySubmits: (cloud, ms) => calls(cloud, 'RunTask', { effect: { kind: 'latency', ms } }),
  failPolls: (cloud, times) => calls(cloud, 'DescribeTasks', { times, effect: { kind: 'server-error' } }),
  omitFromPolls: 'ECS calls a task MISSING and never leaves it out',
  hideNewTasks: (cloud, ms) => tasks(cloud, { kind: 'missing', for: ms }),
  forgetTasks: (cloud) => tasks(cloud, { kind: 'missing' }),
  refuseKills: (cloud, times) => calls(cloud, 'StopTask', { times, effect: { kind: 'access-denied' } }),
  failStarts: (cloud) => tasks(cloud, { kind: 'start-failure', of: 'create' }),
  failImagePulls: (cloud) => cloud.control('faults', { images: [{ image: '*', fails: 'not-found' }] }),
  failForCapacity: (cloud) =>
    tasks(cloud, {
      kind: 'start-failure',
      of: 'create',
      reason: 'Capacity is unavailable at this time. Please try again later or in a different zone',
    }),
  takeMachines: (cloud) => cloud.control('acts', { do: 'lose-hosts' }),
};

function calls(cloud: CloudBackend, operation: string, rule: object): Promise<void> {
  return cloud.control('faults', { calls: [{ service: 'ecs', operation, ...rule }] });
}

function tasks(cloud: CloudBackend, effect: object): Promise<void> {
  return cloud.control('faults', { tasks: [{ effect }] });
}
