import { inject, injectable } from 'tsyringe';
import type { TaskRun } from '../../spi/index.js';
import type { EcsTask } from '../aws/ecs-api.js';
import { Clock } from '../di/tokens.js';
import type { Route } from '../submit/routed-task.js';
import { InstanceWait } from './instance-wait.js';
import { OldAge } from './old-age.js';
import type { Overrun } from './overrun.js';
import { routeOverrun } from './route-wait.js';
import { runOverrun } from './run-time.js';
import { StartWait } from './start-wait.js';
import { WaitNotices } from './wait-notices.js';

/**
 * Watches over the bounds of tasks that ECS has taken. It looks at what a poll round has seen anyway and sets no timer:
 * an overrun is found with the first round behind it, at most one poll interval late.
 */
@injectable()
export class TaskWatch {
  constructor(
    @inject(InstanceWait) private readonly instances: InstanceWait,
    @inject(StartWait) private readonly starts: StartWait,
    @inject(OldAge) private readonly age: OldAge,
    @inject(WaitNotices) private readonly notices: WaitNotices,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  /** Epoch milliseconds. */
  now(): number {
    return this.clock.now();
  }

  /**
   * Takes in what ECS says of a task now; undefined where it says nothing any more.
   * @param since epoch milliseconds from which it has waited for an instance.
   * @param route where it went; undefined where that is not known.
   * @returns what it has overrun, if anything.
   */
  overrun(task: TaskRun, seen: EcsTask | undefined, since: number, route?: Route): Overrun | undefined {
    switch (seen?.lastStatus) {
      case 'PROVISIONING':
        return (
          this.instances.overrun(task, seen, since, route) ??
          routeOverrun(task, seen, route, this.clock.now())
        );
      case 'PENDING':
      case 'ACTIVATING':
        return this.starts.overrun(task, seen);
      default:
        this.starts.forget(task);
        this.notices.forget(task);
        this.age.note(task, seen);
        return runOverrun(task, seen, this.clock.now());
    }
  }
}
