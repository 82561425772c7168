import type { KitOptions } from './kit-options.js';
import { plugins } from './levels/l0-plugin.js';
import { registration } from './levels/l0-registration.js';
import { exitStatus } from './levels/l1-exit-status.js';
import { news } from './levels/l1-news.js';
import { tasks } from './levels/l1-tasks.js';
import { closing } from './levels/l2-closing.js';
import { kill } from './levels/l2-kill.js';
import { queue } from './levels/l2-queue.js';
import { shutdown } from './levels/l2-shutdown.js';
import { directives } from './levels/l3-directives.js';
import { killFaults } from './levels/l4-kill-faults.js';
import { outcomes } from './levels/l4-outcomes.js';
import { pollFaults } from './levels/l4-poll-faults.js';
import { submitFaults } from './levels/l4-submit-faults.js';
import { adoption } from './levels/l5-adoption.js';
import { housekeeping } from './levels/l5-housekeeping.js';
import { scale } from './levels/l6-scale.js';
import { endings } from './levels/l7-endings.js';
import { logs } from './levels/l7-logs.js';

/**
 * Defines the tests of the kit in the caller's runner, one group a subject, its level first in the title. Every
 * test loads an executor of its own. A test whose needs are not met is skipped, and its title says why; one that
 * `required` names fails instead.
 */
export function testExecutor<B>(kit: KitOptions<B>): void {
  const subjects = [
    ...[registration, plugins, exitStatus, tasks, news, kill, queue, shutdown, closing],
    ...[directives, submitFaults, pollFaults, killFaults, outcomes],
    ...[adoption, housekeeping, scale, endings, logs],
  ];
  for (const define of subjects) define(kit);
}
