import type { ApiCall, LocalCloudOptions, RunSettings, SimulationRule } from '../../local/index.js';
import type { Clock } from '../../spi/index.js';
import { CloudChild, inFolder } from '../measure/cloud-child.js';

/** A cloud with AWS's quotas and simulated tasks, and the time that all of it lives in. */
export interface Ground {
  readonly settings: RunSettings;
  readonly clock: Clock;
  /** Whether time is virtual: then no figure depends on the machine. */
  readonly virtual: boolean;
  /** Every call to ECS so far, by the cloud's own record. */
  calls(): Promise<readonly ApiCall[]>;
  /** Lets time go by until `work` is over. */
  during<T>(work: Promise<T>): Promise<T>;
}

/** What a row is about: how its tasks go. */
export const groundOptions = (dataDir: string, simulated: readonly SimulationRule[]): LocalCloudOptions => ({
  dataDir,
  runtime: 'simulated',
  throttle: 'aws',
  scenario: { simulated },
});

/** A cloud in a process of its own and in real time: what is measured goes through two processes and a socket. */
export const inRealTime = (
  simulated: readonly SimulationRule[],
  work: (ground: Ground) => Promise<void>,
): Promise<void> =>
  inFolder((dataDir) =>
    CloudChild.during(groundOptions(dataDir, simulated), (cloud) =>
      work({
        settings: cloud.up.settings,
        clock: machineClock,
        virtual: false,
        calls: () => cloud.calls(),
        during: (under) => under,
      }),
    ),
  );

const machineClock: Clock = {
  now: () => Date.now(),
  after: (ms, action) => {
    const timer = setTimeout(action, ms);
    return { cancel: () => clearTimeout(timer) };
  },
};
