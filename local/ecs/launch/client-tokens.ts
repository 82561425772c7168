import { createHash } from 'node:crypto';
import { AwsError } from '../../http/aws-error.js';
import { type Json, type StateBook } from '../../state/state-book.js';
import { type EcsTask } from '../task/task.js';
import { type RunTaskInput } from './run-task-shape.js';

/** A `failures[]` entry. */
export interface TaskFailure {
  readonly arn: string;
  readonly reason: string;
}

/** What one RunTask answered. */
export interface Launch {
  readonly tasks: readonly EcsTask[];
  /** Empty entries where they are too old to be told (facts §3a, replay). */
  readonly failures: readonly Partial<TaskFailure>[];
}

interface Remembered {
  readonly fingerprint: string;
  readonly taskIds: readonly string[];
  readonly failures: readonly TaskFailure[];
  /** Epoch milliseconds of the first answer. */
  readonly at: number;
}

export interface ClientTokensDeps {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A task that is still shown; one that is not has been over for its time. */
  readonly task: (id: string) => EcsTask | undefined;
  readonly state: StateBook;
  /** Under which tokens are kept. */
  readonly kind: string;
  readonly log: (line: string) => void;
}

const hour = 3_600_000;

/**
 * RunTask's idempotency (facts §3a): a token lives for 24 hours or one hour past its tasks' end, whichever is
 * sooner; unique per cluster.
 */
export class ClientTokens {
  private readonly known: Map<string, Remembered>;

  constructor(private readonly deps: ClientTokensDeps) {
    this.known = new Map();
    for (const [key, record] of deps.state.all(deps.kind)) {
      if (isRemembered(record)) this.known.set(key, record);
      else deps.log(`a kept client token says nothing and was left out: ${deps.kind} ${key}`);
    }
  }

  /** The first answer to this token; throws ConflictException where the request was another one. */
  replay(cluster: string, input: RunTaskInput): Launch | undefined {
    this.purge();
    if (input.clientToken === undefined) return undefined;
    const found = this.known.get(keyOf(cluster, input.clientToken));
    if (found === undefined || this.expired(found)) return undefined;
    const tasks = this.tasksOf(found);
    if (found.fingerprint !== fingerprint(input)) {
      throw new AwsError(
        'ConflictException',
        'The clientToken was used before with other parameters. Use a new token for a new request.',
        400,
        { resourceIds: tasks.map(({ arn }) => arn) },
      );
    }
    const old = this.deps.now() >= found.at + hour;
    return { tasks, failures: old ? found.failures.map(() => ({})) : found.failures };
  }

  remember(
    cluster: string,
    input: RunTaskInput,
    tasks: readonly EcsTask[],
    failures: readonly TaskFailure[],
  ): void {
    if (input.clientToken === undefined) return;
    const key = keyOf(cluster, input.clientToken);
    const remembered = {
      fingerprint: fingerprint(input),
      taskIds: tasks.map(({ id }) => id),
      failures,
      at: this.deps.now(),
    };
    // Deleted first, so that the order of the map stays the order of time.
    this.known.delete(key);
    this.known.set(key, remembered);
    this.deps.state.note(this.deps.kind, key, () => remembered as unknown as Json);
  }

  private tasksOf({ taskIds }: Remembered): EcsTask[] {
    return taskIds.map((id) => this.deps.task(id)).filter((task) => task !== undefined);
  }

  private expired(remembered: Remembered): boolean {
    const now = this.deps.now();
    if (now >= remembered.at + 24 * hour) return true;
    // Without tasks there is no life to outlast: failures are told for an hour (facts §3a, replay).
    if (remembered.taskIds.length === 0) return now >= remembered.at + hour;
    return this.tasksOf(remembered).every(
      ({ times: { stoppedAt } }) => stoppedAt !== undefined && now >= stoppedAt + hour,
    );
  }

  /** Looks at the oldest few only: every call may add one token, so looking at two keeps memory bounded. */
  private purge(): void {
    const oldest = [...firstOf(this.known, 2)];
    for (const [key, remembered] of oldest) {
      this.known.delete(key);
      // One that is still good goes to the end, or it would hide those behind it.
      if (!this.expired(remembered)) this.known.set(key, remembered);
      else this.deps.state.drop(this.deps.kind, key);
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

function isRemembered(record: unknown): record is Remembered {
  const found = record as Partial<Record<keyof Remembered, unknown>> | null;
  return (
    typeof found === 'object' &&
    found !== null &&
    typeof found.fingerprint === 'string' &&
    typeof found.at === 'number' &&
    Array.isArray(found.taskIds) &&
    Array.isArray(found.failures)
  );
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
