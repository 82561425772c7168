import { inject, injectable } from 'tsyringe';
import type { TaskOutcome, TaskRun } from '../../spi/index.js';
import type { EcsTask } from '../aws/ecs-api.js';
import { AwsServiceError } from '../aws/service-error.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { LogTails } from '../logs/log-tails.js';
import { TaskPlaces } from '../logs/task-places.js';
import { CapacityBook } from '../placement/capacity-book.js';
import { ExitFiles } from '../workdir/exit-files.js';
import { diagnose } from './diagnose.js';
import { awsWords, containerExit, lastWord, type EndEvidence } from './evidence.js';
import { isInterruption, lostForCapacity, neverStarted } from './stop-signs.js';
import { ran, wantsOutput } from './wants-output.js';

/** What whoever saw the end of a task knows of it beside ECS's last answer. */
export type Witness = Omit<EndEvidence, 'task' | 'exitFile' | 'output' | 'fusionPrivileged'>;

/** As many as a report shows. */
const TAIL_LINES = 50;
const TAIL_PATIENCE_MS = 10_000;

/** Gathers what an end rests on and has it diagnosed. */
@injectable()
export class OutcomeReader {
  constructor(
    @inject(ExitFiles) private readonly exitFiles: ExitFiles,
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(CapacityBook) private readonly capacity: CapacityBook,
    @inject(LogTails) private readonly tails: LogTails,
    @inject(TaskPlaces) private readonly places: TaskPlaces,
  ) {}

  /**
   * The outcome of an ended task; `ended` is undefined where ECS no longer knows it. Undefined while the exit
   * file is needed and S3 cannot be read yet: a verdict without it could call a finished task lost.
   */
  async outcomeOf(task: TaskRun, ended: EcsTask | undefined, by: Witness): Promise<TaskOutcome | undefined> {
    let end: EndEvidence;
    try {
      const exitFile = needsExitFile(ended, by) ? await this.exitFiles.statusOf(task) : undefined;
      end = { task: ended, exitFile, fusionPrivileged: this.config.fusionPrivileged, ...by };
    } catch (error) {
      if (error instanceof AwsServiceError) return undefined;
      throw error;
    }
    const provider = ended?.capacityProvider ?? by.route?.provider;
    if (provider !== undefined && lostForCapacity(end)) this.capacity.lost(provider, awsWords(ended));
    return this.withPlaces(await this.judge(task, end), end);
  }

  /** A second verdict where what the task printed could tell more. */
  private async judge({ interruptions }: TaskRun, end: EndEvidence): Promise<TaskOutcome> {
    const { maxSpotAttempts } = this.config;
    const outcome = diagnose(end, maxSpotAttempts, interruptions);
    const arn = lastWord(end)?.arn;
    if (arn === undefined || !wantsOutput(outcome, end)) return outcome;
    const output = await this.tails.tailOf(arn, TAIL_LINES, TAIL_PATIENCE_MS);
    return output === undefined ? outcome : diagnose({ ...end, output }, maxSpotAttempts, interruptions);
  }

  /** Where there is more to see; nothing of a task that never had an instance. */
  private withPlaces(outcome: TaskOutcome, end: EndEvidence): TaskOutcome {
    const seen = lastWord(end);
    if (outcome.kind === 'completed' || seen?.instanceArn === undefined) return outcome;
    const places = this.places.of(seen.arn, ran(end));
    return places.length === 0 ? outcome : { ...outcome, seeAlso: places };
  }
}

/**
 * A task that succeeded by ECS's own word has nothing to add, unless its machine was taken away: then the file tells
 * whether the command was through. One that failed can have left a file that says otherwise, or none, which tells too.
 * A container that never started left no file, and a task that the run ended is killed whatever it says.
 */
function needsExitFile(ended: EcsTask | undefined, { killed }: Witness): boolean {
  if (killed) return false;
  if (ended === undefined) return true;
  return !neverStarted(ended) && (containerExit(ended) !== 0 || isInterruption(ended));
}
