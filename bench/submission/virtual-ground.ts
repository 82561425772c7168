import { type LocalCloud, type SimulationRule, startLocalCloud } from '../../local/index.js';
import { VirtualClock } from '../../local/time/virtual-clock.js';
import { IoQuiet } from '../../test/support/io-quiet.js';
import { CallDiary } from '../measure/call-diary.js';
import { inFolder } from '../measure/cloud-child.js';
import { type Ground, groundOptions } from './ground.js';

/** A {@link Ground} whose cloud can be told to misbehave. */
export interface VirtualGround extends Ground {
  readonly cloud: LocalCloud;
}

/**
 * Session and cloud in one process and one virtual time, over sockets: an answer takes no time, and nothing depends on
 * how fast the machine is.
 */
export function inVirtualTime(
  simulated: readonly SimulationRule[],
  work: (ground: VirtualGround) => Promise<void>,
): Promise<void> {
  return inFolder(async (dataDir) => {
    // The plugin, which the engine finds loaded then: no virtual time passes while modules are read.
    await import('../../src/index.js');
    const quiet = new IoQuiet();
    quiet.watch();
    try {
      const clock = new VirtualClock({ start: Date.UTC(2026, 0, 1), settle: quiet.settle });
      const log = (line: string): void => void process.stderr.write(`cloud: ${line}\n`);
      await using cloud = await startLocalCloud({ ...groundOptions(dataDir, simulated), clock, log });
      await work(groundOf(cloud, clock));
    } finally {
      quiet.unwatch();
    }
  });
}

/** Short, so that the cloud's record of calls loses none between two looks at it. */
const stepMs = 1000;

function groundOf(cloud: LocalCloud, clock: VirtualClock): VirtualGround {
  const diary = new CallDiary(cloud.calls, 'ecs');
  return {
    cloud,
    clock,
    virtual: true,
    settings: cloud.settings(),
    calls: () => Promise.resolve(diary.calls()),
    during: async (under) => {
      const over = new AbortController();
      const ended = under.finally(() => over.abort());
      ended.catch(() => undefined);
      while (!over.signal.aborted) {
        await clock.advance(stepMs);
        diary.note();
      }
      return ended;
    },
  };
}
