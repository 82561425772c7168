import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CloudProcess } from './cloud-process.js';
import { CloudRecord, type TaskOnRecord } from './cloud-record.js';
import type { EngineEnd } from './engine-process.js';
import { type Expected, judge } from './judge.js';
import { ownFailures, pipelineOutput } from './pipeline.js';
import type { Site } from './site.js';

export interface Findings {
  readonly tasks: readonly TaskOnRecord[];
  readonly problems: readonly string[];
}

/** What is looked at once a pipeline is done. */
export interface Done {
  readonly site: Site;
  readonly cloud: CloudProcess;
  /** Of the last run. */
  readonly end: EngineEnd;
  readonly expected: Expected;
  readonly interrupted: boolean;
  /** Where others share the cluster and the work dir: the sessions that are looked at. All where absent. */
  readonly sessions?: ReadonlySet<string>;
}

export const pipelineExpected: Expected = { output: pipelineOutput, failures: ownFailures };

const thirty = Array.from({ length: 30 }, (_, index) => `TASK${index}`);
export const programExpected: Expected = {
  output: thirty.map((name) => `${name} says 0`).sort(),
  failures: Object.fromEntries(thirty.map((name) => [name, 0])),
};

/** Collects the evidence from the cloud, the bucket, the history and the ledger, and has it judged. */
export async function findProblems(done: Done): Promise<Findings> {
  const { site, cloud, end, expected, interrupted, sessions } = done;
  const { cluster } = site.place;
  const record = new CloudRecord(cloud.endpoint);
  const tasks = (await record.tasks(cluster)).filter(
    ({ tags }) => sessions === undefined || sessions.has(tags['nextflow.io/sessionId'] ?? ''),
  );
  const revisions = await record.revisions([...new Set(tasks.map(({ family }) => family))]);
  record.close();
  const leases = await readdir(join(cloud.files, cluster, '.nf-sessions')).catch(() => []);
  const evidence = {
    ...{ tasks, revisions, interrupted },
    output: end.stdout
      .split('\n')
      .filter((line) => / says \d+$/.test(line))
      .sort(),
    ledger: await site.notes(),
    leases: leases.filter((name) => sessions === undefined || sessions.has(name.replace(/\.json$/, ''))),
  };
  const problems = [
    ...(end.code === 0 ? [] : [`the last run ended with ${end.code}: ${lastWords(end)}`]),
    ...judge(evidence, expected),
    ...(await site.unreadable()),
  ];
  return { tasks, problems };
}

function lastWords({ stdout, stderr }: EngineEnd): string {
  return (stderr.trim() === '' ? stdout : stderr).trim().slice(-600);
}
