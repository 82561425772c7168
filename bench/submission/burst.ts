import { callsOf, accepted, taskModify, throttled, useAfterBurst } from './call-account.js';
import { runShaped, withSession } from './bench-session.js';
import type { Findings } from './findings.js';
import { type Ground, inRealTime } from './ground.js';
import { inVirtualTime } from './virtual-ground.js';

const tasks = 2000;

/** 2,000 tasks, 1 image, 20 shapes, in real time. */
export function burst(findings: Findings): Promise<void> {
  return inRealTime([{ durationMs: 1000 }], (ground) => submitMany(findings, ground, 1));
}

/** The same in a run after another one, which had registered what it needs; in virtual time, where no machine is slow. */
export function again(findings: Findings): Promise<void> {
  return inVirtualTime([{ durationMs: 1000 }], async (ground) => {
    await withSession(ground, {}, async (session) => {
      await ground.during(runShaped(session, 0));
    });
    await submitMany(findings, ground, 0);
  });
}

async function submitMany(findings: Findings, ground: Ground, registrations: number): Promise<void> {
  const before = (await ground.calls()).length;
  const begin = performance.now();
  const outcomes: string[] = [];
  await withSession(ground, {}, async (session) => {
    const runs = Array.from({ length: tasks }, (_, index) => runShaped(session, index));
    for (const { outcome } of await ground.during(Promise.all(runs))) outcomes.push(outcome.kind);
  });
  const calls = (await ground.calls()).slice(before);
  const sent = callsOf(calls, 'RunTask');
  findings.tell('all tasks ended', `after ${((performance.now() - begin) / 1000).toFixed(2)} s`);
  findings.equal('RegisterTaskDefinition', callsOf(calls, 'RegisterTaskDefinition').length, registrations);
  findings.equal('RunTask accepted', sent.filter(accepted).length, tasks);
  findings.equal('tasks that did not complete', outcomes.filter((kind) => kind !== 'completed').length, 0);
  findings.atMost('RunTask throttled, %', (sent.filter(throttled).length / sent.length) * 100, 1);
  const { seconds, full, share, counts } = useAfterBurst(calls, taskModify);
  findings.atLeast('refill used after the burst, %', share * 100, 95);
  const fullShare = (full / seconds) * 100;
  // A machine that is busy otherwise holds up seconds, which others make up for.
  if (ground.virtual) findings.atLeast('bucket-seconds full, %', fullShare, 95);
  else findings.tell('bucket-seconds full, %', fullShare.toFixed(1));
  findings.tell('RunTask a second', counts.join(' '));
}
