import { createHash } from 'node:crypto';
import stringify from 'safe-stable-stringify';
import type { DirectiveValue } from '../../spi/index.js';
import type { InputFingerprint } from './input-fingerprints.js';

/** Changes with whatever makes the results of earlier versions of the engine no longer this one's. */
const VERSION = 1;

/** What makes a task what it is: two tasks that are equal in all of it compute the same. */
export interface TaskIdentity {
  /** A UUID: the results of another session are not looked for. */
  readonly sessionId: string;
  readonly process: string;
  readonly script: string;
  /** As the process names it. */
  readonly container?: string;
  readonly inputs: readonly InputFingerprint[];
  readonly outputs: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Those that say what is computed, and not where or for how long. */
  readonly directives: Readonly<Record<string, DirectiveValue>>;
}

/** A task's key, and what it is made of. */
export interface TaskKey {
  /** 64 hexadecimal digits, the same for equal tasks. */
  readonly key: string;
  /** As many of each part of the identity, by its name: tasks that differ do so in one of them. */
  readonly parts: Readonly<Record<string, string>>;
}

/** What names a task over all runs of its session. */
export function taskKey(identity: TaskIdentity): TaskKey {
  const parts = Object.fromEntries(
    Object.entries(identity).map(([part, value]: [string, unknown]) => [
      part,
      sha256(stringify(value) ?? ''),
    ]),
  );
  return { key: sha256(JSON.stringify([VERSION, ...Object.entries(parts).sort()])), parts };
}

/** One try of one task over all runs of its session. */
export interface AttemptName {
  /** See {@link taskKey}. */
  readonly key: string;
  /** Which of the session's equal tasks it is, from 0: they are interchangeable, and each runs. */
  readonly occurrence: number;
  /** Which try, from 0. */
  readonly n: number;
}

/** 32 hexadecimal digits that name the attempt's work dir. */
export function attemptHash({ key, occurrence, n }: AttemptName): string {
  return sha256(`${key} ${occurrence} ${n}`).slice(0, 32);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
