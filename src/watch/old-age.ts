import { inject, injectable } from 'tsyringe';
import type { TaskRun } from '../../spi/index.js';
import type { EcsTask } from '../aws/ecs-api.js';
import { DAY_MS } from '../config/time-span.js';
import { Clock, Logger } from '../di/tokens.js';

/** A day before the first moment at which AWS ends what runs: instances drain from their 14th day on (facts §2d). */
const OLD_MS = 13 * DAY_MS;
/** More names help nobody. */
const MOST_NAMED = 10;

/** Warns once of each task that has run for so long that AWS will soon end it. */
@injectable()
export class OldAge {
  private readonly told = new Set<TaskRun>();

  constructor(
    @inject(Logger) private readonly logger: Logger,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  /** Takes in what ECS says of a task now; its age is read off ECS's clock. */
  note(task: TaskRun, seen: EcsTask | undefined): void {
    if (seen?.lastStatus !== 'RUNNING' || seen.startedAt === undefined) {
      this.told.delete(task);
      return;
    }
    const age = (seen.describedAt ?? this.clock.now()) - seen.startedAt;
    if (age < OLD_MS || this.told.has(task)) return;
    this.told.add(task);
    if (this.told.size <= MOST_NAMED) this.logger.warn(this.warning(task));
  }

  private warning({ name }: TaskRun): string {
    const last = this.told.size === MOST_NAMED ? ' Other tasks of its age are not named any more.' : '';
    return (
      `Task ${name} has run for 13 d: ECS drains an instance on its 14th day and ends what still runs on it, by its ` +
      `21st at the latest. Let the process save what it has, and split its work into tasks of less than 14 d.${last}`
    );
  }
}
