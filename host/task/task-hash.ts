import { createHash } from 'node:crypto';

/** What makes one attempt what it is. */
export interface TaskIdentity {
  readonly process: string;
  readonly script: string;
  readonly container?: string;
  /** Which task of the process, from 1. */
  readonly index: number;
  /** Tells apart what is otherwise equal: the session, and how many attempts went before. */
  readonly salt: readonly (string | number)[];
}

/** 32 hexadecimal digits that name the attempt's work dir. */
export function taskHash(identity: TaskIdentity): string {
  // JSON keeps the parts apart: no two identities run together into one text.
  const parts = [
    identity.process,
    identity.script,
    identity.container ?? null,
    identity.index,
    identity.salt,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
