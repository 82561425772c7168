import type {
  CliServices,
  ConfigRequest,
  ConfiguredPlace,
  LocalCloudRequest,
  RunningCloud,
} from '../../cli/commands/services.js';
import type {
  PipelineRun,
  PreviewedProcess,
  ProcessProgress,
  RunOptions,
  RunPreview,
  RunRequest,
  RunReporter,
  RunResult,
  TaskView,
} from '../../host/index.js';
import type { CleanOptions, CleanResult } from '../../host/housekeeping/clean-api.js';
import type {
  RegistrationCleanOptions,
  RegistrationCleanResult,
} from '../../host/housekeeping/clean-registrations.js';
import type { CleanGround } from '../../host/housekeeping/open-cleaning.js';
import { RunLog, type RunLogOptions } from '../../host/housekeeping/run-log.js';
import type { LogOptions, OpenedLogs } from '../../host/logs/logs-api.js';
import type { SurveyOptions, TaskSurvey } from '../../host/survey/survey-api.js';
import type { ResumePoint, ResumeWish } from '../../host/resume/resume-point.js';
import type { Session } from '../../spi/index.js';
import type { AwsEcsPlan } from '../../src/plan/run-plan.js';
import { fakeSession } from '../support/fake-session.js';

export const taskArn = 'arn:aws:ecs:us-east-1:123456789012:task/nextflow-cluster/0123456789abcdef';

export const hello: TaskView = {
  shortHash: 'ab/cdef01',
  name: 'HELLO',
  process: 'HELLO',
  workDir: 's3://my-bucket/work/ab/cdef0123',
  nativeId: taskArn,
};

export function progressOf(changes: Partial<ProcessProgress> = {}): ProcessProgress {
  return {
    process: 'HELLO',
    executor: 'awsecs',
    total: 1,
    submitted: 0,
    running: 0,
    cached: 0,
    succeeded: 0,
    ignored: 0,
    failed: 0,
    aborted: 0,
    retried: 0,
    resubmitted: 0,
    lastHash: 'ab/cdef01',
    ...changes,
  };
}

export function resultOf(changes: Partial<RunResult> = {}): RunResult {
  return {
    status: 'succeeded',
    duration: 2100,
    cached: 0,
    succeeded: 1,
    ignored: 0,
    failed: 0,
    aborted: 0,
    retried: 0,
    resubmitted: 0,
    unfinished: [],
    ...changes,
  };
}

/** A run whose end the test decides: `play` acts through the reporter and answers the result. */
export class FakeRun implements PipelineRun {
  readonly sessionId = 'session';
  readonly runName = 'happy_curie';
  aborts = 0;
  /** Called by `abort`; a test sets it to let `play` come to its end. */
  onAbort: () => void = () => undefined;

  constructor(
    private readonly options: RunOptions,
    private readonly play: (reporter: RunReporter, run: FakeRun) => Promise<RunResult>,
  ) {}

  execute(): Promise<RunResult> {
    const { scriptPath, reporter, workDir = 's3://my-bucket/work' } = this.options;
    const { sessionId, runName } = this;
    reporter.started({ runName, sessionId, scriptPath, workDir, executors: ['awsecs'] });
    return this.play(reporter, this);
  }

  leaves = 0;
  /** How long the writing of its end takes. */
  leaving: Promise<void> = Promise.resolve();

  leave(): Promise<void> {
    this.leaves++;
    return this.leaving;
  }

  abort(): void {
    this.aborts++;
    this.onAbort();
  }
}

export type Play = (reporter: RunReporter, run: FakeRun) => Promise<RunResult>;

/** The services of a package that runs nothing; what they were asked for is kept. */
export class FakeServices implements CliServices {
  readonly version = '0.1.0';
  readonly ownManifest = '/package/plugin.json';
  readonly runs: { readonly options: RunOptions; readonly run: FakeRun }[] = [];
  readonly clouds: LocalCloudRequest[] = [];
  readonly configRequests: ConfigRequest[] = [];
  closed = 0;
  /** How long a cloud takes to close. */
  closing: Promise<void> = Promise.resolve();
  region: string | undefined;
  workDir: string | undefined;
  cloudError: Error | undefined;
  /** What a cloud says while it starts. */
  readonly startWords: string[] = [];
  runError: Error | undefined;
  readonly previews: RunRequest[] = [];
  previewsClosed = 0;
  /** What a preview finds in the pipeline. */
  processes: readonly PreviewedProcess[] = [];
  /** Whether the work dir's bucket is there. */
  bucket: Promise<void> = Promise.resolve();
  /** What awsecs was asked to plan, and answers. */
  readonly planned: (readonly PreviewedProcess[])[] = [];
  plan: (processes: readonly PreviewedProcess[]) => Promise<AwsEcsPlan> = () =>
    Promise.reject(new Error('the test plans nothing'));

  constructor(private readonly play: Play = () => Promise.resolve(resultOf())) {}

  /** What was asked of the history of runs, and what it answers. */
  readonly resumeWishes: (ResumeWish & { readonly folder: string })[] = [];
  resumePoint: ResumePoint | undefined;

  findResumePoint(folder: string, wish: ResumeWish): Promise<ResumePoint | undefined> {
    this.resumeWishes.push({ ...wish, folder });
    return Promise.resolve(this.resumePoint);
  }

  createRun(options: RunOptions): Promise<PipelineRun> {
    if (this.runError !== undefined) return Promise.reject(this.runError);
    const run = new FakeRun(options, this.play);
    this.runs.push({ options, run });
    return Promise.resolve(run);
  }

  previewRun(request: RunRequest): Promise<RunPreview> {
    if (this.runError !== undefined) return Promise.reject(this.runError);
    this.previews.push(request);
    const session = fakeSession({ workDir: request.workDir ?? 's3://my-bucket/work' });
    return Promise.resolve({
      session,
      processes: this.processes,
      requireWorkDir: () => this.bucket,
      close: () => {
        this.previewsClosed++;
        return Promise.resolve();
      },
    });
  }

  planAwsEcs(_session: Session, processes: readonly PreviewedProcess[]): Promise<AwsEcsPlan> {
    this.planned.push(processes);
    return this.plan(processes);
  }

  startLocalCloud(request: LocalCloudRequest): Promise<RunningCloud> {
    this.clouds.push(request);
    for (const line of this.startWords) request.log(line);
    if (this.cloudError !== undefined) return Promise.reject(this.cloudError);
    const endpoint = `http://127.0.0.1:${request.port === 0 ? 41234 : request.port}`;
    return Promise.resolve({
      endpoint,
      region: request.region,
      account: '123456789012',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local-secret' },
      settings: () => ({
        aws: {
          region: request.region,
          accessKey: 'local',
          secretKey: 'local-secret',
          ecs: { endpoint },
          client: { endpoint, s3PathStyleAccess: true },
        },
        wave: { endpoint },
        fusion: { containerConfigUrl: `${endpoint}/fusion/layer.json` },
      }),
      dataDir: request.dataDir,
      runtime: 'plain processes',
      close: () => {
        this.closed++;
        return this.closing;
      },
    });
  }

  /** What `openLogs` was asked for, and answers. */
  readonly logRequests: LogOptions[] = [];
  logs: (options: LogOptions) => Promise<OpenedLogs> = () =>
    Promise.reject(new Error('the test has no logs'));

  /** What `openRunLog` was asked for; the test lays the history itself. */
  readonly runLogRequests: RunLogOptions[] = [];

  openRunLog(options: RunLogOptions): Promise<RunLog> {
    this.runLogRequests.push(options);
    return Promise.resolve(new RunLog(options));
  }

  /** What was to be cleaned, and what that comes to. */
  readonly cleanings: { readonly options: CleanOptions; readonly ground: CleanGround }[] = [];
  clean: (options: CleanOptions) => Promise<CleanResult> = () =>
    Promise.reject(new Error('the test cleans nothing'));
  readonly registrationCleanings: RegistrationCleanOptions[] = [];
  cleanDefinitions: (options: RegistrationCleanOptions) => Promise<RegistrationCleanResult> = () =>
    Promise.reject(new Error('the test deregisters nothing'));

  cleanRuns(options: CleanOptions, ground: CleanGround): Promise<CleanResult> {
    this.cleanings.push({ options, ground });
    return this.clean(options);
  }

  cleanRegistrations(options: RegistrationCleanOptions): Promise<RegistrationCleanResult> {
    this.registrationCleanings.push(options);
    return this.cleanDefinitions(options);
  }

  openLogs(options: LogOptions): Promise<OpenedLogs> {
    this.logRequests.push(options);
    return this.logs(options);
  }

  /** What `openSurvey` was asked for, and answers. */
  readonly surveyRequests: SurveyOptions[] = [];
  survey: (options: SurveyOptions) => Promise<TaskSurvey> = () =>
    Promise.reject(new Error('the test has no tasks'));

  openSurvey(options: SurveyOptions): Promise<TaskSurvey> {
    this.surveyRequests.push(options);
    return this.survey(options);
  }

  configuredPlace(request: ConfigRequest): Promise<ConfiguredPlace> {
    this.configRequests.push(request);
    const { region, workDir } = this;
    return Promise.resolve({
      ...(region === undefined ? {} : { region }),
      ...(workDir === undefined ? {} : { workDir }),
    });
  }
}
