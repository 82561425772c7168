import { createHash } from 'node:crypto';

/**
 * The identity of one submit: RunTask with the same token and bytes is one task, also when its answer was
 * lost. `n` counts definite answers (a refusal, an adaptation): it grows when a new request is meant, never
 * because an answer is missing. 43 characters; ECS takes 64 (API reference, ECS_Idempotency).
 */
export function clientToken(clusterArn: string, workDir: string, n: number): string {
  return createHash('sha256')
    .update(JSON.stringify([clusterArn, workDir, n]))
    .digest('base64url');
}
