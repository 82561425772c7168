import { expect } from 'chai';
import { CAPACITY } from '../../../src/outcome/retry-account.js';
import type { Route } from '../../../src/submit/routed-task.js';
import { routeOverrun } from '../../../src/watch/route-wait.js';
import { taskRun } from '../../support/task-run-builder.js';
import { ecsTask } from '../aws-builders.js';

const MINUTE = 60_000;
const CREATED = Date.UTC(2026, 10, 26, 10);
const THREE: Route = { provider: 'spot', providers: 3 };

function waiting(ms: number, lastStatus = 'PROVISIONING'): ReturnType<typeof ecsTask> {
  return ecsTask({ lastStatus, createdAt: CREATED, describedAt: CREATED + ms });
}

describe(routeOverrun.name, () => {
  it('lets a task with another provider to go to wait for ten minutes of ECS’s own time', () => {
    expect(routeOverrun(taskRun(), waiting(10 * MINUTE - 1), THREE, 0)).to.equal(undefined);
    expect(routeOverrun(taskRun(), waiting(10 * MINUTE), THREE, 0)).to.deep.include({
      phase: 'waited',
      spent: 10 * MINUTE,
    });
  });

  it('goes by our clock where the answer does not tell its time', () => {
    const seen = ecsTask({ lastStatus: 'PROVISIONING', createdAt: CREATED });
    expect(routeOverrun(taskRun(), seen, THREE, CREATED + 10 * MINUTE - 1)).to.equal(undefined);
    expect(routeOverrun(taskRun(), seen, THREE, CREATED + 10 * MINUTE)).to.have.property('phase', 'waited');
  });

  it('tries each provider so once: at the last one the task waits as any other', () => {
    const tried = (count: number): unknown =>
      routeOverrun(taskRun({ interruptions: { [CAPACITY]: count } }), waiting(60 * MINUTE), THREE, 0);
    expect([0, 1, 2, 3].map((count) => tried(count) !== undefined)).to.deep.equal([true, true, false, false]);
  });

  it('leaves alone who has nowhere else to go, who has an instance, and of whom ECS says nothing', () => {
    const one: Route = { provider: 'spot', providers: 1 };
    expect(routeOverrun(taskRun(), waiting(60 * MINUTE), one, 0)).to.equal(undefined);
    expect(routeOverrun(taskRun(), waiting(60 * MINUTE), undefined, 0)).to.equal(undefined);
    expect(routeOverrun(taskRun(), waiting(60 * MINUTE, 'PENDING'), THREE, 0)).to.equal(undefined);
    expect(routeOverrun(taskRun(), undefined, THREE, 0)).to.equal(undefined);
  });
});
