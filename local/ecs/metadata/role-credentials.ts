import { createHash } from 'node:crypto';

/** ECS's credentials are good for six hours; here new ones are had at half of that, so three are always left. */
const renewal = 3 * 3_600_000;

/** As the agent's credentials endpoint answers. */
export interface RoleCredentials {
  readonly RoleArn: string;
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly Token: string;
  readonly Expiration: string;
}

/**
 * Credentials of a task's role: of the right form, another set for each task and period, and good for nothing but
 * this cloud, which takes any.
 *
 * @param seed known to the task alone
 * @param since when the task was made, in epoch milliseconds
 */
export function roleCredentials(roleArn: string, seed: string, since: number, now: number): RoleCredentials {
  const period = Math.max(0, Math.floor((now - since) / renewal));
  const derived = (what: string): Buffer => createHash('sha512').update(`${what} ${period} ${seed}`).digest();
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const key = [...derived('key').subarray(0, 16)].map((byte) => letters[byte % 32]).join('');
  return {
    RoleArn: roleArn,
    AccessKeyId: `ASIA${key}`,
    SecretAccessKey: derived('secret').toString('base64').slice(0, 40),
    Token: derived('token').toString('base64'),
    Expiration: new Date(since + (period + 2) * renewal).toISOString(),
  };
}
