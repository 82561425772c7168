import type { EcsTask } from '../aws/ecs-api.js';
import { timeSpanText } from '../config/time-span.js';
import { timeBoundText, type TimeBound } from './time-bound.js';
import type { WaitReason } from './wait-notices.js';

/** What is known of a wait. */
export interface WaitFacts {
  /** Name of the task, for people. */
  readonly name: string;
  readonly seen: EcsTask;
  /** Milliseconds it has waited. */
  readonly waited: number;
  /** How long it may; absent where nobody limits it. */
  readonly bound?: TimeBound | undefined;
  /** Name of the capacity provider, where known. */
  readonly provider?: string | undefined;
  /** AWS's last words on that provider's want of capacity. */
  readonly words?: string | undefined;
}

/** How far a task on an instance has come on its way to RUNNING. */
export type StartStage = 'no-pull' | 'pulling' | 'pulled';

/** ECS itself tells only by these times: PENDING is one word for all of it (facts §3e). */
export function startStage({ pullStartedAt, pullStoppedAt }: EcsTask): StartStage {
  if (pullStoppedAt !== undefined) return 'pulled';
  return pullStartedAt === undefined ? 'no-pull' : 'pulling';
}

/** Of a task without an instance. */
export function instanceWaitReason({ name, seen, waited, bound, provider, words }: WaitFacts): WaitReason {
  const from = provider === undefined ? '' : ` of capacity provider ${provider}`;
  const said = words === undefined ? '' : ` AWS said last of its capacity: ${words}.`;
  const limit = bound === undefined ? '' : ` for up to ${timeBoundText(bound)}`;
  return {
    key: keyOf(seen, provider, 'no-instance'),
    text: () =>
      `ECS has no instance${from} for task ${name} yet: it has waited for ${timeSpanText(waited)}, the last of it in ` +
      `PROVISIONING${eniText(seen)}.${said} It waits, as others may,${limit}. Should nothing come: see whether the capacity ` +
      'provider has an instance type that is large enough, and the account the vCPU quota for it.',
  };
}

/** Of a task that has an instance and is not started there. */
export function startWaitReason(facts: WaitFacts): WaitReason {
  const { name, seen, waited, bound, provider } = facts;
  const stage = startStage(seen);
  const on = provider === undefined ? '' : ` of capacity provider ${provider}`;
  const limit =
    bound === undefined
      ? 'It waits on, as others may; aws.ecs.pendingTimeout would end that.'
      : `It waits, as others may, for up to ${timeBoundText(bound)}.`;
  return {
    key: keyOf(seen, provider, stage),
    text: () =>
      `ECS has an instance${on} for task ${name} and has not started it there: it has been ${seen.lastStatus} for ` +
      `${timeSpanText(waited)}, ${stageText(stage, seen, waited)}${eniText(seen)}. ${limit} ${ADVICE[stage]}`,
  };
}

const ADVICE: Readonly<Record<StartStage, string>> = {
  'no-pull':
    'An instance that still ends another task can hold it up for 15 to 20 min (amazon-ecs-agent issue 5138): then it goes on by itself.',
  pulling:
    'A large image or a slow registry takes long: a smaller image, or one in ECR of the same region, starts sooner.',
  pulled:
    'Its image is there: see its events and attachments in the ECS console, and stop it there to have it end.',
};

function stageText(stage: StartStage, seen: EcsTask, waited: number): string {
  if (stage === 'no-pull') return 'and the pull of its image has not begun';
  if (stage === 'pulled') return 'and its image is pulled';
  const pulled = seen.describedAt === undefined ? waited : seen.describedAt - (seen.pullStartedAt ?? 0);
  return `and pulls its image since ${timeSpanText(Math.max(0, pulled))}`;
}

function eniText({ eni }: EcsTask): string {
  return eni === undefined ? '' : `, its network interface is ${eni}`;
}

function keyOf({ lastStatus, eni = '' }: EcsTask, provider = '', stage: string): string {
  return [lastStatus, stage, provider, eni].join('\n');
}
