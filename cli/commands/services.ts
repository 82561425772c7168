import type {
  ConfigOverride,
  PipelineRun,
  PreviewedProcess,
  RunOptions,
  RunPreview,
  RunRequest,
} from '../../host/index.js';
import type { CleanOptions, CleanResult } from '../../host/housekeeping/clean-api.js';
import type {
  RegistrationCleanOptions,
  RegistrationCleanResult,
} from '../../host/housekeeping/clean-registrations.js';
import type { CleanGround } from '../../host/housekeeping/open-cleaning.js';
import type { RunOwner } from '../../host/lease/run-owner.js';
import type { RunLog, RunLogOptions } from '../../host/housekeeping/run-log.js';
import type { LogOptions, OpenedLogs } from '../../host/logs/logs-api.js';
import type { SurveyOptions, TaskSurvey } from '../../host/survey/survey-api.js';
import type { ResumePoint, ResumeWish } from '../../host/resume/resume-point.js';
import type { RunSettings, RuntimeChoice, Scenario } from '../../local/index.js';
import type { Session } from '../../spi/index.js';
import type { AwsEcsPlan } from '../../src/plan/run-plan.js';

/** What the local cloud is started with. */
export interface LocalCloudRequest {
  readonly dataDir: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly region: string;
  readonly clusters?: readonly string[];
  readonly buckets?: readonly string[];
  /** How many times faster than AWS a task's life goes by. */
  readonly speed?: number;
  /** Milliseconds until reads show a new task; by default AWS's two seconds, whatever the speed. */
  readonly consistency?: number;
  readonly runtime: RuntimeChoice;
  readonly scenario?: Scenario;
  /** Virtual milliseconds a real one. */
  readonly virtualTime?: number;
  /** Whether the next start finds what the services know. */
  readonly keep: boolean;
  /** Tasks that have processes at once. */
  readonly maxRunning?: number;
  readonly throttle?: 'aws' | 'off';
  /** Values by ARN or name; never printed. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

/** The part of a running local cloud that commands use. */
export interface RunningCloud {
  readonly endpoint: string;
  readonly region: string;
  readonly account: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly dataDir: string;
  /** What runs its tasks, for people. */
  readonly runtime: string;
  /** The settings by which a run reaches it and nothing else. */
  settings(): RunSettings;
  close(): Promise<void>;
}

/** Which configuration a run will read. */
export interface ConfigRequest {
  readonly scriptPath: string;
  /** Ids and paths of the plugins the run will load, in place of the configuration's: they say which settings are known. */
  readonly plugins?: readonly string[];
  /** Paths of the `plugin.json` files of the plugins that are always there. */
  readonly builtInPlugins: readonly string[];
  readonly configFiles: readonly string[];
  readonly configOverrides: readonly ConfigOverride[];
}

/** Where a run would take place. */
export interface ConfiguredPlace {
  /** `aws.region`. */
  readonly region?: string;
  /** `workDir`. */
  readonly workDir?: string;
}

/** The parts of the package that commands drive; tests hand in fakes. */
export interface CliServices {
  readonly version: string;
  /** Path of our own `plugin.json`: the plugin that every run has. */
  readonly ownManifest: string;
  createRun(options: RunOptions): Promise<PipelineRun>;
  previewRun(request: RunRequest): Promise<RunPreview>;
  /** What awsecs would send to ECS for these processes of a session. */
  planAwsEcs(session: Session, processes: readonly PreviewedProcess[]): Promise<AwsEcsPlan>;
  /** Finds the session that -resume means; undefined where it is the last and there is none. */
  findResumePoint(history: string, wish: ResumeWish): Promise<ResumePoint | undefined>;
  startLocalCloud(request: LocalCloudRequest): Promise<RunningCloud>;
  /** Reads the history of this folder's runs. */
  openRunLog(options: RunLogOptions): Promise<RunLog>;
  /** Removes what runs of this folder left. */
  cleanRuns(options: CleanOptions, ground: CleanGround & { readonly owner: RunOwner }): Promise<CleanResult>;
  /** Takes back what runs registered with the backend that this folder's configuration names. */
  cleanRegistrations(
    options: RegistrationCleanOptions,
    ground: CleanGround,
  ): Promise<RegistrationCleanResult>;
  /** Finds the logs of tasks of a run. */
  openLogs(options: LogOptions): Promise<OpenedLogs>;
  /** Opens what runs have on their backend. */
  openSurvey(options: SurveyOptions): Promise<TaskSurvey>;
  /** What the configuration of a run says of the cloud it needs. Wrong settings are left to `createRun`. */
  configuredPlace(request: ConfigRequest): Promise<ConfiguredPlace>;
}
