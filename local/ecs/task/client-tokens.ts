import { createHash } from 'node:crypto';
import { AwsError } from '../../http/aws-error.js';
import { type RunTaskInput } from './run-task-shape.js';
import { type EcsTask } from './task.js';

/** A `failures[]` entry. */
export interface TaskFailure {
  readonly arn: string;
  readonly reason: string;
}

/** What one RunTask answered. */
export interface Launch {
  readonly tasks: readonly EcsTask[];
  readonly failures: readonly TaskFailure[];
}

interface Remembered {
  readonly fingerprint: string;
  readonly launch: Launch;
  readonly at: number;
}

const hour = 3_600_000;

/**
 * RunTask's idempotency (facts §3a): a token lives for 24 hours or one hour past its tasks' end, whichever is
 * sooner; unique per cluster.
 */
export class ClientTokens {
  private readonly known = new Map<string, Remembered>();

  constructor(private readonly now: () => number) {}

  /** The first answer to this token; throws ConflictException where the request was another one. */
  replay(cluster: string, input: RunTaskInput): Launch | undefined {
    this.purge();
    if (input.clientToken === undefined) return undefined;
    const found = this.known.get(keyOf(cluster, input.clientToken));
    if (found === undefined || this.expired(found)) return undefined;
    if (found.fingerprint !== fingerprint(input)) {
      throw new AwsError(
        'ConflictException',
        'The clientToken was used before with other parameters. Use a new token for a new request.',
        400,
        { resourceIds: found.launch.tasks.map(({ arn }) => arn) },
      );
    }
    return found.launch;
  }

  remember(cluster: string, input: RunTaskInput, launch: Launch): void {
    if (input.clientToken === undefined) return;
    const key = keyOf(cluster, input.clientToken);
    // Deleted first, so that the order of the map stays the order of time.
    this.known.delete(key);
    this.known.set(key, { fingerprint: fingerprint(input), launch, at: this.now() });
  }

  private expired({ launch, at }: Remembered): boolean {
    const now = this.now();
    if (now >= at + 24 * hour) return true;
    // Without tasks there is no life to outlast: failures are told for an hour (facts §3a, replay).
    const ends = launch.tasks.length === 0 ? [at] : launch.tasks.map(({ times }) => times.stoppedAt);
    return ends.every((end) => end !== undefined && now >= end + hour);
  }

  /** Looks at the oldest few only: every call may add one token, so looking at two keeps memory bounded. */
  private purge(): void {
    const oldest = [...firstOf(this.known, 2)];
    for (const [key, remembered] of oldest) {
      this.known.delete(key);
      // One that is still good goes to the end, or it would hide those behind it.
      if (!this.expired(remembered)) this.known.set(key, remembered);
    }
  }
}

const keyOf = (cluster: string, token: string): string => `${cluster} ${token}`;

function* firstOf<K, V>(map: ReadonlyMap<K, V>, count: number): Generator<[K, V]> {
  for (const entry of map) {
    if (count-- <= 0) return;
    yield entry;
  }
}

/** Equal for equal requests whatever the order of members; the hash keeps environments out of memory. */
function fingerprint(input: RunTaskInput): string {
  const rest = { ...input, clientToken: '' };
  return createHash('sha256').update(JSON.stringify(rest, sortedMembers)).digest('base64');
}

function sortedMembers(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
