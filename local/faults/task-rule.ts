import type { Timing } from './chance.js';
import type { StickingStatus } from './task-faults.js';

/** Chooses tasks; every member given must match. Globs. */
export interface TaskMatch {
  /** The cluster's ARN or name. */
  readonly cluster?: string;
  readonly family?: string;
  readonly group?: string;
  readonly startedBy?: string;
  readonly provider?: string;
  /** One of its containers' images. */
  readonly image?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Why an image cannot be pulled, each with AWS's own text. */
export const pullFailureKinds = [
  'not-found',
  'unauthorized',
  'rate-limited',
  'network',
  'disk-full',
  'wrong-platform',
] as const;
/** One of them. */
export type PullFailureKind = (typeof pullFailureKinds)[number];

/** Images that cannot be pulled. */
export interface ImageRule extends Timing {
  /** Glob of the image as the task definition names it. */
  readonly image: string;
  readonly fails: PullFailureKind;
  /** In place of AWS's text; `CannotPullContainerError` is put before it. */
  readonly reason?: string;
  /** Only for these tasks. */
  readonly match?: TaskMatch;
}

/** What fails before a container runs, each with ECS's own text. */
export const startFailureKinds = [
  'secrets',
  'secret-denied',
  'registry-auth',
  'env-files',
  'logging',
  'efs',
  'role',
  'create',
  'start',
  'no-command',
  'no-permission',
  'volume',
  'timeout',
] as const;
/** One of them. */
export type StartFailureKind = (typeof startFailureKinds)[number];

/** How Fusion fails a task whose container has started. */
export const fusionFailureKinds = ['s3-denied', 'mount', 'io'] as const;
/** One of them. */
export type FusionFailureKind = (typeof fusionFailureKinds)[number];

export const stickingStatuses = [
  'PROVISIONING',
  'PENDING',
  'PULLING',
  'ACTIVATING',
  'STOPPING',
  'DEPROVISIONING',
] as const satisfies readonly StickingStatus[];

/** What befalls a task. */
export type TaskEffect =
  /** `reason` stands for the whole text of ECS, its prefix included. */
  | { readonly kind: 'start-failure'; readonly of: StartFailureKind; readonly reason?: string }
  | { readonly kind: 'stuck'; readonly in: StickingStatus }
  /** Its containers print what Fusion says and exit; nothing of them reaches the work dir. */
  | { readonly kind: 'fusion-failure'; readonly of: FusionFailureKind }
  /** Not known to DescribeTasks and ListTasks from `since` milliseconds of age (0), for `for` milliseconds (for ever). */
  | { readonly kind: 'missing'; readonly since?: number; readonly for?: number };

/** Misfortune of tasks. */
export interface TaskRule extends Timing {
  readonly match?: TaskMatch;
  readonly effect: TaskEffect;
}
