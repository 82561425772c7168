import type { TaskDirectives, TaskLaunch, TaskRun } from '../../spi/index.js';
import type { FileStore } from '../storage/file-store.js';
import { joinUri } from '../storage/s3-uri.js';
import { WORK_FILES } from './work-dir.js';
import { commandRun, commandScript } from './wrapper.js';

/** Everything of a task that is known before it is submitted. */
export type TaskDescription = Omit<TaskRun, 'prepare'> & {
  readonly script: string;
  /** Variables the user wants exported to the command. */
  readonly environment: Readonly<Record<string, string>>;
};

/** One attempt at one task, and its work files. */
export class HostTaskRun implements TaskRun {
  readonly id: number;
  readonly name: string;
  readonly process: string;
  readonly hash: string;
  readonly attempt: number;
  readonly interruptions: Readonly<Record<string, number>>;
  readonly workDir: string;
  readonly container?: string;
  readonly directives: TaskDirectives;
  readonly launch: TaskLaunch;
  readonly script: string;
  private readonly environment: Readonly<Record<string, string>>;
  private prepared: Promise<void> | undefined;

  constructor(
    description: TaskDescription,
    private readonly store: FileStore,
  ) {
    this.id = description.id;
    this.name = description.name;
    this.process = description.process;
    this.hash = description.hash;
    this.attempt = description.attempt;
    this.interruptions = description.interruptions;
    this.workDir = description.workDir;
    if (description.container !== undefined) this.container = description.container;
    this.directives = description.directives;
    this.launch = description.launch;
    this.script = description.script;
    this.environment = description.environment;
  }

  /**
   * Writes `.command.sh` and `.command.run`, once however often it is called.
   * @throws ExecutorError STORAGE_FAILED, RequestError TASK_ENVIRONMENT_INVALID.
   */
  prepare(): Promise<void> {
    this.prepared ??= this.writeFiles();
    return this.prepared;
  }

  private async writeFiles(): Promise<void> {
    const wrapper = commandRun({
      taskName: this.name,
      workDir: this.workDir,
      script: this.script,
      environment: this.environment,
    });
    await Promise.all([
      this.store.writeText(joinUri(this.workDir, WORK_FILES.script), commandScript(this.script)),
      this.store.writeText(joinUri(this.workDir, WORK_FILES.run), wrapper),
    ]);
  }
}
