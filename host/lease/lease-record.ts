import { Ajv } from 'ajv';

/** Who holds a session, as its lease says. */
export interface LeaseRecord {
  readonly sessionId: string;
  /** A UUID, new for every engine. */
  readonly engine: string;
  readonly runName: string;
  /** Absolute path; absent where the session runs no script. */
  readonly scriptPath?: string;
  /** See `RunOwner`, as for the next three. */
  readonly program: string;
  readonly host: string;
  readonly processSpace: string;
  readonly pid: number;
  /** By the engine's own clock, epoch milliseconds. */
  readonly beganAt: number;
  /** Grows with every write: no two states of a lease are alike. */
  readonly renewal: number;
  /** `ended`: the engine is through with it. */
  readonly state: 'held' | 'ended';
  /** Tasks the backend may still run, of one that has ended. */
  readonly unfinished: number;
}

const text = { type: 'string' };
const number = { type: 'number' };

/** Members that are not listed are let be: a newer version may have written them. */
const validate = new Ajv().compile<LeaseRecord>({
  type: 'object',
  required: [
    ...['sessionId', 'engine', 'runName', 'program', 'host', 'processSpace', 'pid', 'beganAt'],
    ...['renewal', 'state', 'unfinished'],
  ],
  properties: {
    ...{ sessionId: text, engine: text, runName: text, scriptPath: text, program: text, host: text },
    ...{ processSpace: text, pid: number, beganAt: number, renewal: number, unfinished: number },
    state: { enum: ['held', 'ended'] },
  },
});

/** Reads the text of a lease; undefined where it is none, or of a version that this one cannot read. */
export function parseLease(json: string): LeaseRecord | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return validate(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
