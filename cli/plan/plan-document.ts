import type { RunPreview } from '../../host/index.js';
import type { AwsEcsPlan } from '../../src/plan/run-plan.js';

/** The executor whose requests are planned. */
const OURS = 'awsecs';

/** Everything there is to say of a plan, as `-o json` prints it. Members are added, never renamed. */
export interface PlanDocument {
  /** Of this document's shape. */
  readonly version: 1;
  /** As typed, or the `main.nf` of the folder typed. */
  readonly script: string;
  /** URI, without a slash at its end. */
  readonly workDir: string;
  /** Absent where no process runs on awsecs. */
  readonly awsecs?: AwsEcsPlan;
  /** Processes of other executors: nothing is known of what those would do. */
  readonly notPlanned: readonly { readonly process: string; readonly executor: string }[];
  /** What else the run would warn of. */
  readonly warnings: readonly string[];
}

/** What a plan is made of, beside what AWS says. */
export interface PlanParts {
  readonly script: string;
  readonly preview: RunPreview;
  readonly warnings: readonly string[];
}

export function planDocument(
  { script, preview, warnings }: PlanParts,
  awsecs: AwsEcsPlan | undefined,
): PlanDocument {
  const said = new Set(
    awsecs?.processes.flatMap(({ notices, ways }) => [...notices, ...ways.flatMap((way) => way.notices)]),
  );
  return {
    version: 1,
    script,
    workDir: preview.session.workDir,
    ...(awsecs === undefined ? {} : { awsecs }),
    notPlanned: preview.processes
      .filter(({ executor }) => executor !== OURS)
      .map(({ definition, executor }) => ({ process: definition.name, executor })),
    // A run says once what a plan says of each process.
    warnings: [...new Set(warnings)].filter((warning) => !said.has(warning)),
  };
}

/** The processes that run on awsecs. */
export function ownProcesses({ processes }: RunPreview): RunPreview['processes'] {
  return processes.filter(({ executor }) => executor === OURS);
}
