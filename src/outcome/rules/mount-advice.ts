import type { EndEvidence } from '../evidence.js';

/** What to do where Fusion cannot mount; a container that is privileged already lacks what only its machine can give. */
export function mountAdvice({ fusionPrivileged = true }: EndEvidence): string {
  return fusionPrivileged
    ? 'Use other instances: fusion.privileged = true is set already, so these lack /dev/fuse or forbid privileged containers.'
    : 'Set fusion.privileged = true: without it the container may lack what Fusion mounts with.';
}
