import { inject, injectable } from 'tsyringe';
import { PreconditionError, type ProcessDefinition } from '../spi/index.js';
import { Session } from './di/tokens.js';
import { LogGroup } from './logs/log-group.js';
import { ClusterInspector, type ClusterFacts } from './placement/cluster-inspector.js';
import {
  placedProcesses,
  placementNotices,
  placementProblems,
  type ProcessChoice,
} from './placement/process-placements.js';
import type { Provider } from './placement/provider.js';
import type { NeedsReading } from './request/read-needs.js';
import { RequestPlanner } from './request/request-planner.js';
import type { TaskNeeds } from './request/task-needs.js';
import { SessionGround } from './session-ground.js';

/** What the tasks of a process ask for, and where they go. */
export interface PlacedNeeds extends ProcessChoice {
  readonly needs: TaskNeeds;
}

/** The cluster as a session finds it, and where each process goes. */
export interface Sight {
  readonly facts: ClusterFacts;
  readonly choices: readonly PlacedNeeds[];
  /** What was read otherwise than it was written, or is worth knowing of a place; whole sentences. */
  readonly notices: readonly string[];
}

/** What must hold before the first task: the session's ground, the cluster, its providers, its network, the log group. */
@injectable()
export class Preflight {
  constructor(
    @inject(SessionGround) private readonly ground: SessionGround,
    @inject(ClusterInspector) private readonly cluster: ClusterInspector,
    @inject(RequestPlanner) private readonly planner: RequestPlanner,
    @inject(LogGroup) private readonly logGroup: LogGroup,
    @inject(Session) private readonly session: Session,
  ) {}

  /** @throws ConfigError, PreconditionError, NetworkDiscoveryError or AwsServiceError; nothing was launched. */
  async run(processes: readonly ProcessDefinition[]): Promise<ClusterFacts> {
    const { facts, choices, notices } = await this.look(processes, () => this.logGroup.ensure());
    for (const notice of notices) this.session.logger.warn(notice);
    await this.tellPlaces(choices, await this.ground.region());
    return facts;
  }

  /**
   * The part of `run` that reads: it creates nothing and tells nobody.
   * @param beside what goes on while the cluster is looked at.
   * @throws as `run`.
   */
  async look(
    processes: readonly ProcessDefinition[],
    beside: () => Promise<void> = () => Promise.resolve(),
  ): Promise<Sight> {
    const readings = processes.map((process) => ({ process: process.name, ...this.planner.read(process) }));
    refuseMisconfigured(readings);
    await this.ground.check();
    const asked = readings.flatMap(({ process, needs }) => (needs === undefined ? [] : [{ process, needs }]));
    const [facts] = await Promise.all([this.cluster.inspect(asked.map(({ needs }) => needs)), beside()]);
    const choices = await Promise.all(
      asked.map(async (one) => ({ ...one, choice: await this.cluster.choose(facts, one.needs) })),
    );
    refuseUnplaced(choices);
    const notices = [...readings.flatMap((one) => one.notices), ...placementNotices(choices)];
    return { facts, choices, notices };
  }

  private async tellPlaces(choices: readonly PlacedNeeds[], region: string): Promise<void> {
    const modes = await this.modesOf(choices);
    const placed = placedProcesses(choices);
    for (const { processes, placement, providers } of placed) {
      const tasks = placed.length === 1 ? 'Tasks' : `Tasks of ${processes.join(', ')}`;
      this.session.logger.info(
        `${tasks} run on capacity provider ${providers.join(', else on ')} (${placement.reason}), network mode ${modes.get(placement.provider) ?? ''}, in ${region}.`,
      );
    }
  }

  /** The network mode of each provider. Each process is asked about: it may need what its network cannot have. */
  private async modesOf(choices: readonly PlacedNeeds[]): Promise<ReadonlyMap<Provider, string>> {
    const modes = new Map<Provider, string>();
    for (const { process, needs, choice } of choices) {
      if (!choice.ok) continue;
      const [{ provider }] = choice.placements;
      modes.set(provider, (await this.planner.networkOf(process, needs, provider)).mode);
    }
    return modes;
  }
}

/**
 * What processes ask for that does not go with the configuration, all at once; what is wrong with a process alone was
 * told before, by the plugin's check, where the engine asked it.
 */
function refuseMisconfigured(readings: readonly NeedsReading[]): void {
  const problems = readings.flatMap((reading) => reading.problems);
  const [first] = problems;
  if (first === undefined) return;
  throw new PreconditionError(
    'The tasks cannot run with this configuration: what they ask for does not go with it. Correct what is listed.',
    { code: first.code ?? 'DIRECTIVE_INVALID', problems },
  );
}

/** One error names every process that has no place. */
function refuseUnplaced(choices: readonly ProcessChoice[]): void {
  const problems = placementProblems(choices);
  const [first] = problems;
  if (first === undefined) return;
  throw new PreconditionError(
    'No capacity provider can take the tasks: none fits what is asked for. Correct what is listed.',
    { code: first.code ?? 'CAPACITY_PROVIDER_MISSING', problems },
  );
}
