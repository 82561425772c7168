import { callsOf, accepted, taskModify, throttled } from './call-account.js';
import { runShaped, withSession } from './bench-session.js';
import { Deferred } from '../../test/support/deferred.js';
import type { Findings } from './findings.js';
import { inVirtualTime } from './virtual-ground.js';

const kills = 1000;
const others = 1000;

/** 1,000 tasks are killed at once while as many others are being submitted. */
export function killsFirst(findings: Findings): Promise<void> {
  return inVirtualTime([{ durationMs: 24 * 3_600_000, match: { image: 'long' } }], async (ground) => {
    const controllers = Array.from({ length: kills }, () => new AbortController());
    const submitted = new Deferred<undefined>();
    let count = 0;
    const observer = {
      submitted: () => {
        count += 1;
        if (count === kills) submitted.resolve(undefined);
      },
    };
    await withSession(ground, observer, async (session) => {
      const doomed = controllers.map(({ signal }, index) =>
        runShaped(session, index, { image: 'long', signal }),
      );
      const rest = Array.from({ length: others }, (_, index) => runShaped(session, index));
      await ground.during(submitted.promise);
      for (const controller of controllers) controller.abort();
      const ended = await ground.during(Promise.all(doomed));
      const killed = ended.filter(({ outcome }) => outcome.kind === 'killed').length;
      const completed = (await ground.during(Promise.all(rest))).filter(
        ({ outcome }) => outcome.kind === 'completed',
      ).length;
      findings.equal('tasks killed', killed, kills);
      findings.equal('other tasks completed', completed, others);
    });
    const calls = await ground.calls();
    const stops = callsOf(calls, 'StopTask').filter(accepted);
    const [first, last] = [stops[0]?.at ?? 0, stops.at(-1)?.at ?? 0];
    const between = callsOf(calls, 'RunTask').filter(({ at }) => at > first && at < last);
    const all = callsOf(calls, ...taskModify.operations);
    findings.equal('StopTask accepted', stops.length, kills);
    findings.equal('RunTask between the kills', between.length, 0);
    findings.equal('RunTask accepted', callsOf(calls, 'RunTask').filter(accepted).length, kills + others);
    findings.atMost('throttled, %', (all.filter(throttled).length / all.length) * 100, 1);
    findings.tell('the kills took', `${((last - first) / 1000).toFixed(2)} virtual seconds`);
  });
}
