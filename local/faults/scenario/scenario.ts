import { type SimulationRule } from '../../runtime/simulated/simulation-rule.js';
import type { CallRule } from '../call-rule.js';
import type { Drought, HostCheck, InstanceSelector } from '../cloud-acts.js';
import type { ImageRule, TaskRule } from '../task-rule.js';

/** Something done to the cloud, by an event or at once. */
export type Act =
  | {
      readonly do: 'reclaim-spot' | 'lose-hosts';
      readonly instances?: InstanceSelector;
      /** At most so many; all by default. */
      readonly count?: number;
      /** Default: the cloud's own. */
      readonly region?: string;
    }
  | {
      readonly do: 'impair';
      readonly instances?: InstanceSelector;
      /** The health check that fails; default AGENT_CONNECTIVITY. */
      readonly check?: HostCheck;
      readonly count?: number;
      readonly region?: string;
    }
  | {
      readonly do: 'drain';
      readonly instances?: InstanceSelector;
      /** Tasks on them are stopped, too; default false. */
      readonly stopping?: boolean;
      readonly count?: number;
      readonly region?: string;
    }
  | {
      readonly do: 'drought';
      readonly of?: Drought;
      /** Milliseconds it lasts; without it, until it is ended. */
      readonly for?: number;
      readonly region?: string;
    }
  | {
      readonly do: 'vcpu-quota';
      readonly of: 'ON_DEMAND' | 'SPOT' | 'GPU';
      /** `null` lifts it. */
      readonly vCpus: number | null;
      readonly region?: string;
    }
  /** Sets the wall clock by so many milliseconds; nothing ages. */
  | { readonly do: 'jump-clock'; readonly by: number };

/** An act at a time. */
export type ScenarioEvent = Act & {
  /** Milliseconds after the scenario began. */
  readonly at: number;
};

/** A script of misfortune. Times are milliseconds. */
export interface Scenario {
  /** All chance comes from it; the same seed, the same luck. Default `nf-awsecs`. */
  readonly seed?: string;
  readonly calls?: readonly CallRule[];
  readonly images?: readonly ImageRule[];
  readonly tasks?: readonly TaskRule[];
  readonly events?: readonly ScenarioEvent[];
  /** How tasks of the simulated runtime go; the first that matches is had. */
  readonly simulated?: readonly SimulationRule[];
}

/** What a cloud can do: a scenario that asks for more is refused. */
export interface ScenarioGround {
  /** Names of its services in the call record, e.g. `ecs`. */
  readonly services: readonly string[];
  /** Whether its clock can be set. */
  readonly virtualTime: boolean;
  /** Whether its tasks are simulated. */
  readonly simulatedTasks: boolean;
}
