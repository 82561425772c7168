import { type EcsTag } from '../tag-rules.js';
import { type DefinitionInput } from './definition-shape.js';

export type DefinitionStatus = 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS';

/** One revision. Its content never changes; its status only goes forward. Times are epoch milliseconds. */
export interface TaskDefinition {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  /** As registered, with AWS's defaults filled in and sizes in plain units. */
  readonly content: DefinitionInput;
  /** Launch types whose rules it passes. */
  readonly compatibilities: readonly string[];
  readonly registeredAt: number;
  /** Changed by {@link DefinitionRegistry.retag} only. */
  tags: readonly EcsTag[];
  status: DefinitionStatus;
  deregisteredAt?: number;
  deleteRequestedAt?: number;
}

/** How long a deregistered revision may still start tasks: AWS says up to ten minutes (facts §1d). */
const grace = 600_000;

/**
 * Whether RunTask may use a revision at a moment. AWS promises no end of the ten minutes before their end; here they
 * always last, so that what is tried within them does not depend on luck.
 */
export function isUsable(definition: TaskDefinition, now: number): boolean {
  const { status, deregisteredAt = -Infinity } = definition;
  return status === 'ACTIVE' || (status === 'INACTIVE' && now < deregisteredAt + grace);
}
