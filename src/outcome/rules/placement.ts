import { lacksCapacity } from '../stop-signs.js';
import { startFailed, type RuleFamily } from './rule.js';

/** ECS took the task and then found no place for it. */
export const placement: RuleFamily = {
  title: 'No place for the task',
  rules: [
    {
      name: 'no capacity',
      sign: 'never started: `RESOURCE:…`, `Capacity is unavailable`, `NO ACTIVE INSTANCES`, `EMPTY CAPACITY PROVIDER`',
      fact: 'facts §3a, failures; §4, placement; DG api_failures_messages',
      when: lacksCapacity,
      then: {
        kind: 'failed-to-start',
        code: 'NO_CAPACITY',
        reason: 'ECS had no instance with room for the task',
        advice:
          'Ask for less, name another capacity provider by queue, or let it use more or larger instances.',
        retry: 'capacity',
      },
    },
    {
      name: 'placement refused',
      sign: 'never started: `ATTRIBUTE`, `LOCATION`, `MemberOf`, `not compatible with the selected compute strategy`',
      fact: 'facts §3a, ATTRIBUTE and LOCATION; §4, placement',
      when: startFailed(/\bATTRIBUTE\b|\bLOCATION\b|MemberOf|placement constraint|selected compute strategy/),
      then: {
        kind: 'failed-to-start',
        code: 'PLACEMENT_FAILED',
        reason: 'No instance can satisfy what the task demands of its machine',
        advice:
          'Change machineType, arch or accelerator, or name a capacity provider by queue that launches such instances.',
        retry: 'never',
      },
    },
  ],
};
