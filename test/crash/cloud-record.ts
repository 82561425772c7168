import { ECSClient, ListTaskDefinitionsCommand } from '@aws-sdk/client-ecs';
import { setTimeout as pause } from 'node:timers/promises';
import type { ToldTask } from '../../local/index.js';
import { cloudEnvironment, region } from './place.js';

/** A task as the cloud has it on record, whoever started it. */
export interface TaskOnRecord {
  readonly arn: string;
  readonly createdAt: number;
  readonly status: string;
  readonly stopCode: string | undefined;
  readonly exitCode: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Of its definition. */
  readonly family: string;
}

/** How often the record is read again until what ends has ended, and how many milliseconds lie between. */
const readings = 75;
const interval = 200;
/** What does not end by then runs on: an engine may know its task's end a moment before ECS does. */
const readingsOfRunning = 5;

/**
 * Reads the cloud's own record. That is not what its ECS API tells: reads learn of a task seconds after RunTask, and a stop
 * takes the tags by which a task is known.
 */
export class CloudRecord {
  private readonly ecs: ECSClient;

  constructor(private readonly endpoint: string) {
    const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = cloudEnvironment(endpoint);
    const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
    this.ecs = new ECSClient({ endpoint, region, credentials, maxAttempts: 10 });
  }

  /** Every task there ever was on the cluster, oldest first, as soon as those that end have ended. */
  async tasks(cluster: string): Promise<readonly TaskOnRecord[]> {
    let told = await this.told(cluster);
    for (let reading = 0; reading < readings && told.some((task) => mayEnd(task, reading)); reading++) {
      await pause(interval);
      told = await this.told(cluster);
    }
    return told.map(onRecord).sort((a, b) => a.createdAt - b.createdAt);
  }

  /** Revisions of a family, by family, of those that these tasks ran by. */
  async revisions(families: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    for (const familyPrefix of families) {
      const answer = await this.ecs.send(new ListTaskDefinitionsCommand({ familyPrefix }));
      counts.set(familyPrefix, answer.taskDefinitionArns?.length ?? 0);
    }
    return counts;
  }

  close(): void {
    this.ecs.destroy();
  }

  private async told(cluster: string): Promise<readonly ToldTask[]> {
    const answer = await fetch(`${this.endpoint}/_local/tasks?cluster=${cluster}`);
    if (!answer.ok) throw new Error(`the cloud does not tell its tasks: ${await answer.text()}`);
    return ((await answer.json()) as { readonly tasks: readonly ToldTask[] }).tasks;
  }
}

function mayEnd({ lastStatus, desiredStatus }: ToldTask, reading: number): boolean {
  return lastStatus !== 'STOPPED' && (desiredStatus === 'STOPPED' || reading < readingsOfRunning);
}

function onRecord({
  arn,
  createdAt,
  lastStatus,
  stopCode,
  exitCodes,
  tags,
  definition,
}: ToldTask): TaskOnRecord {
  return {
    ...{ arn, createdAt, status: lastStatus, stopCode, tags },
    exitCode: Object.values(exitCodes)[0],
    family: /\/([^/:]+):\d+$/.exec(definition)?.[1] ?? '',
  };
}
