import { fileURLToPath } from 'node:url';

/** Of this package, built. */
export const ownDist = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

export const preload = fileURLToPath(new URL('preload.js', import.meta.url));
export const program = fileURLToPath(new URL('thirty-tasks.js', import.meta.url));

export const bucket = 'my-bucket';
export const region = 'us-east-1';

export function clusterOf(scenario: number): string {
  return `crash-${scenario}`;
}

/** What leads every client to the cloud, and nowhere else. */
export function cloudEnvironment(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local-cloud',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    WAVE_API_ENDPOINT: endpoint,
    FUSION_CONTAINER_CONFIG_URL: `${endpoint}/fusion/layer.json`,
    // Whom Wave does not know has a hundred images an hour, which a long campaign has used up (local/wave/wave-limits.ts).
    TOWER_ACCESS_TOKEN: 'of-the-harness',
  };
}
