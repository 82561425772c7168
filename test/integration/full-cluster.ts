import type { CallEffect } from '../../local/index.js';

/** How ECS says that too many tasks wait for instances: a ClientException, no entry of `failures`. */
export const FULL: CallEffect = {
  kind: 'error',
  status: 400,
  code: 'ClientException',
  message: 'The maximum number of tasks in the PROVISIONING state has been reached.',
};
