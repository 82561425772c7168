import { throttleDisguises } from '../../local/index.js';
import { callsOf, accepted, perSecond, taskModify } from './call-account.js';
import { runShaped, withSession } from './bench-session.js';
import type { Findings } from './findings.js';
import { inVirtualTime } from './virtual-ground.js';

const tasks = 4000;
const minute = 60_000;
const recovery = 30_000;

/** Every second call to ECS is refused for a minute, as AWS's throttles look and as they are disguised. */
export function refusals(findings: Findings): Promise<void> {
  return inVirtualTime([{ durationMs: 1000 }], async (ground) => {
    const { control } = ground.cloud;
    let over = 0;
    await withSession(ground, {}, async (session) => {
      over = ground.clock.now() + minute;
      // Each has its own luck, and the first that strikes is had: together they strike every second call.
      const probability = 1 - 0.5 ** (1 / throttleDisguises.length);
      control.addFaults({
        calls: throttleDisguises.map((as) => ({
          service: 'ecs',
          probability,
          to: minute,
          effect: { kind: 'throttle', as, message: 'Rate exceeded' },
        })),
      });
      const runs = Array.from({ length: tasks }, (_, index) => runShaped(session, index));
      const ended = await ground.during(Promise.all(runs));
      const completed = ended.filter(({ outcome }) => outcome.kind === 'completed').length;
      findings.equal('tasks completed', completed, tasks);
    });
    const calls = await ground.calls();
    const runs = callsOf(calls, 'RunTask').filter(accepted);
    const during = calls.filter(({ at }) => at < over);
    const struck = during.filter(({ fault }) => fault !== undefined).length;
    findings.tell('refused in the minute', `${struck} of ${during.length} calls`);
    findings.equal('RunTask accepted', runs.length, tasks);
    const times = runs.map(({ at }) => at);
    const after = perSecond(times, over + recovery, 10);
    findings.atLeast('fewest a second, 30 to 40 s after', Math.min(...after), 0.9 * taskModify.perSecond);
    findings.tell('RunTask a second, afterwards', perSecond(times, over, 40).join(' '));
  });
}
