import { type AwsError, invalidParameter } from '../http/aws-error.js';
import { digits, type EventKey } from './event-key.js';

/** What a paging token says; a reader takes it as opaque. */
export interface Position {
  /** The key a forward reader goes on from, or a backward reader ends before. */
  readonly key: EventKey;
  /** Pages without an event in a row that have led here: it keeps their tokens apart. */
  readonly blanks: number;
}

/** Tokens expire after 24 hours (facts §6b). */
const lifetime = 24 * 3_600_000;

/** 56 digits, as AWS's tokens have: time, serial, moment of issue, and the blanks. */
export const positionDigits = ({ key, blanks }: Position, now: number): string =>
  digits(key.timestamp, 15) + digits(key.serial, 16) + digits(now, 15) + digits(blanks, 10);

/** @throws AwsError InvalidParameterException for digits this cloud never gave, or gave more than a day ago */
export function readPosition(token: string, text: string | undefined, now: number): Position {
  const found = /^(\d{15})(\d{16})(\d{15})(\d{10})$/.exec(text ?? '');
  if (found === null) throw invalid(token, 'is invalid');
  const [timestamp = 0, serial = 0, issued = 0, blanks = 0] = found.slice(1).map(Number);
  if (now - issued > lifetime) throw invalid(token, 'has expired, 24 hours after it was given');
  return { key: { timestamp, serial }, blanks };
}

const invalid = (token: string, why: string): AwsError =>
  invalidParameter(`The specified nextToken ${why}: '${token.slice(0, 100)}'. Read again without one.`);
