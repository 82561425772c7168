import type { Question, UnaskedQuestion } from './question.js';
import { containerExtras } from './questions/container-extras.js';
import { fuseDevice } from './questions/fuse-device.js';
import { imageCache } from './questions/image-cache.js';
import { manyCpus } from './questions/many-cpus.js';
import { metadata } from './questions/metadata.js';
import { overrides } from './questions/overrides.js';
import { stopAgain } from './questions/stop-again.js';
import { unsatisfiable } from './questions/unsatisfiable.js';

/** What is asked, in the order of the facts that could not be confirmed. */
export const questions: readonly Question[] = [
  overrides,
  fuseDevice,
  unsatisfiable,
  manyCpus,
  stopAgain,
  imageCache,
  metadata,
  containerExtras,
];

/** What stays open, and why. */
export const unasked: readonly UnaskedQuestion[] = [
  {
    number: 1,
    question: 'Is an override of GPU resourceRequirements honoured?',
    why: 'a GPU instance costs more than cents, and the executor puts GPUs into definitions',
  },
  {
    number: 4,
    question: 'Which stopCode and reason have a Spot reclaim, the drain on day 14 and a repair?',
    why: 'nobody can order a reclaim or a repair of a managed instance, and the drain takes 14 days',
  },
  {
    number: 5,
    question: 'Do tasks without a service survive a drain?',
    why: 'the drain takes 14 days',
  },
  {
    number: 10,
    question: 'What does single-task mode change?',
    why: 'it is a setting of the capacity provider, which this test does not change',
  },
  {
    number: 11,
    question: 'Does the quota of 500 tasks in PROVISIONING hold?',
    why: 'it would start 500 tasks',
  },
  {
    number: 12,
    question: 'Can PutClusterCapacityProviders set a default strategy of Managed Instances?',
    why: 'it would change the cluster for everybody who uses it',
  },
];
