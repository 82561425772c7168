import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, Logger } from '../../spi/index.js';
import { lookupString } from '../config/config-lookup.js';
import type { CachedAttempt } from '../engine/cached-attempt.js';
import type { TaskAttempt } from '../engine/live-task.js';
import type { ObserverGround } from '../engine/open-observers.js';
import type { HistoryOptions, RunInfo, RunOptions, RunResult } from '../engine/run-api.js';
import type { EndedAttempt, RunObserver } from '../engine/run-observer.js';
import type { TaskOrder } from '../engine/task-order.js';
import type { RunOwner } from '../lease/run-owner.js';
import { reasonOf } from '../report/reason-of.js';
import { systemOwner } from '../session/system-sources.js';
import { LineFile } from '../storage/line-file.js';
import { historyFileName, makeRoom } from './history-files.js';
import type { AttemptFacts, HistoryRecord, RunBegun } from './history-record.js';

/** What a run is known by beside what it tells itself. */
type RunGround = Pick<RunOptions, 'clock' | 'configFiles' | 'logger' | 'plugins'> & {
  readonly history: HistoryOptions;
  readonly owner: RunOwner;
  readonly region: string | undefined;
};

/** Keeps the history of a run where its program asks for one. */
export function openHistory({ options, config }: ObserverGround): RunObserver | undefined {
  const { history, clock, logger, configFiles = [], plugins, owner = systemOwner() } = options;
  if (history === undefined) return undefined;
  const given = plugins === undefined ? {} : { plugins };
  const region = lookupString(config, 'aws.region');
  return new HistoryObserver({ ...{ history, owner, clock, logger, configFiles, region }, ...given });
}

/**
 * Writes what happens to the attempts of a run into a file of its own. A history that cannot be kept is said once and
 * stops no run: it is of use to people, not to the tasks.
 */
export class HistoryObserver implements RunObserver {
  private readonly clock: Clock;
  private readonly logger: Pick<Logger, 'warn'>;
  /** Hashes of the attempts that are under way. */
  private readonly open = new Set<string>();
  private file: LineFile | undefined;
  private beganAt = 0;

  constructor(private readonly ground: RunGround) {
    this.clock = ground.clock;
    this.logger = ground.logger;
  }

  async began(run: RunInfo): Promise<void> {
    const { folder } = this.ground.history;
    this.beganAt = this.clock.now();
    const record = this.begun(run);
    try {
      await makeRoom(folder);
      const path = join(folder, historyFileName(record));
      // For its owner alone, and never one that is there.
      this.file = new LineFile(await open(path, 'ax', 0o600), (error) => this.tell(error));
      this.add(record);
      await this.file.written();
    } catch (error) {
      this.tell(error);
    }
  }

  cached(_order: TaskOrder, { run, executor }: CachedAttempt): void {
    const { hash, name, process, workDir } = run;
    this.add({ event: 'cached', time: this.clock.now(), hash, name, process, executor, workDir });
  }

  submitted(_order: TaskOrder, attempt: TaskAttempt): void {
    const facts = factsOf(attempt);
    this.open.add(facts.hash);
    this.add({ event: 'submitted', time: this.clock.now(), ...facts });
  }

  ended({ attempt, outcome, action }: EndedAttempt): void {
    const { kind, exitStatus } = outcome;
    const facts = factsOf(attempt);
    this.add({
      ...{ event: 'ended', time: this.clock.now(), hash: facts.hash, kind, action },
      ...(exitStatus === undefined ? {} : { exitStatus }),
      ...(this.open.delete(facts.hash) ? {} : { unsubmitted: facts }),
    });
  }

  async close(result: RunResult | undefined): Promise<void> {
    const time = this.clock.now();
    const { status = 'broken', duration = time - this.beganAt } = result ?? {};
    this.add({ event: 'run-ended', time, status, duration });
    await this.file?.close();
  }

  /** Members one by one: nothing that comes to an option later, a secret maybe, is written down by itself. */
  private begun({ runName, sessionId, scriptPath, workDir, executors }: RunInfo): RunBegun {
    const { history, owner, configFiles = [], plugins, region } = this.ground;
    const { program, pid, host } = owner;
    const { localFiles, command } = history;
    return {
      event: 'run-begun',
      time: this.beganAt,
      ...{ runName, sessionId, program, scriptPath, configFiles },
      ...(plugins === undefined ? {} : { plugins }),
      ...{ workDir, executors },
      ...(region === undefined ? {} : { region }),
      ...{ pid, host },
      ...(localFiles === undefined ? {} : { localFiles }),
      ...(command === undefined ? {} : { command }),
    };
  }

  private add(record: HistoryRecord): void {
    this.file?.write(JSON.stringify(record));
  }

  private tell(error: unknown): void {
    this.logger.warn(
      `The history of this run cannot be kept in ${this.ground.history.folder}: ${reasonOf(error)}. The run goes on; ` +
        'what reads the history will not know it. Make that folder writable, or run in another one.',
    );
  }
}

function factsOf({ run, executor, handler }: TaskAttempt): AttemptFacts {
  const { hash, name, process, attempt, workDir } = run;
  const { nativeId } = handler;
  const facts = { hash, name, process, attempt, executor: executor.name };
  return { ...facts, ...(nativeId === undefined ? {} : { nativeId }), workDir };
}
