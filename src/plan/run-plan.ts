import type { ProcessDefinition, TaskRun } from '../../spi/index.js';
import type { RunTaskInput } from '../aws/ecs-api.js';
import type { TaskNetwork } from '../network/choose-network.js';
import type { TaskStorage } from '../placement/placement.js';
import type { Provider, StrategyItem } from '../placement/provider.js';
import type { TaskDefinitionContent } from '../request/task-definition.js';
import type { Quotas } from './quotas.js';

/** A process to plan, with a task of it as the engine would hand it over. */
export interface ProcessToPlan {
  readonly definition: ProcessDefinition;
  readonly sample: TaskRun;
  /** The engine gives the tasks another image than the sample's, which it asks for only in a run. */
  readonly imagePending: boolean;
}

/** The task definition of a way. */
export interface PlannedDefinition {
  /** `undecided`: it is named after its content, and the image in it is not known before the run. */
  readonly action: 'reuse' | 'register' | 'undecided';
  /** Absent where undecided. */
  readonly family?: string;
  /** The revision found; only with `reuse`. */
  readonly arn?: string;
  /** Without its family. */
  readonly content: TaskDefinitionContent;
}

/** One way a task would go: the first is tried first, the next where the one before has no room. */
export interface PlannedWay {
  readonly provider: string;
  readonly capacityType: Provider['capacityType'];
  readonly reason: string;
  readonly strategy: readonly StrategyItem[];
  readonly network: TaskNetwork & { readonly reason: string };
  readonly storage: TaskStorage;
  readonly definition: PlannedDefinition;
  /** Complete but for the revision of a definition that does not exist yet, which stands as `<revision>`. */
  readonly runTask: RunTaskInput;
  readonly notices: readonly string[];
}

/** What a run would do with the tasks of one process. */
export interface PlannedProcess {
  readonly process: string;
  readonly image: string;
  readonly imagePending: boolean;
  readonly ways: readonly [PlannedWay, ...PlannedWay[]];
  /** Whole sentences the user should read. */
  readonly notices: readonly string[];
}

/** What a run would do on ECS. Nothing in it is secret: what may be stands as `***`. */
export interface AwsEcsPlan {
  readonly cluster: string;
  readonly region: string;
  /** Created by the run where it is missing. */
  readonly logsGroup: string;
  readonly processes: readonly PlannedProcess[];
  readonly quotas: Quotas;
}
