import { BROKE_OFF, NO_WAY_OUT, OPEN_THE_WAY, TIMED_OUT } from './network-words.js';
import { pullFailed, type RuleFamily } from './rule.js';

/**
 * `CannotPull…Error`: the container never ran for want of its image. What is certain stands before what is likely; a
 * missing image and a forbidden one can read alike, since registries hide what they do not show.
 */
export const pull: RuleFamily = {
  title: 'The image could not be had',
  rules: [
    {
      name: 'registry limits pulls',
      sign: '`toomanyrequests`, `429`, `Rate exceeded`',
      fact: 'DG task_cannot_pull_image, toomanyrequests; facts §9, Docker Hub',
      when: pullFailed(/toomanyrequests|too many requests|\b429\b|rate exceeded|pull rate limit|throttl/i),
      then: {
        kind: 'image-pull-failed',
        code: 'IMAGE_RATE_LIMITED',
        reason: 'The registry gives no more images for a while',
        advice:
          'Use images from Amazon ECR or its pull-through cache, or Wave with freeze: Docker Hub counts the pulls of all your machines together.',
        retry: 'disturbances',
      },
    },
    {
      name: 'no disk for the image',
      sign: '`no space left on device` in a pull',
      fact: 'DG task_cannot_pull_image, GetImageBlob; facts §1c, one volume for all tasks',
      when: pullFailed(/no space left on device|no free data blocks/i),
      then: {
        kind: 'image-pull-failed',
        code: 'DISK_FULL',
        reason: 'The instance has no disk space left for the image',
        advice:
          "Raise storageSizeGiB of the capacity provider, use a smaller image, or ask for a volume of the task's own by disk and aws.ecs.volumeRole.",
        retry: 'counted',
      },
    },
    {
      name: 'image for another platform',
      sign: '`no matching manifest`, `does not match the specified platform`',
      fact: 'facts §9, image arch must equal instance arch',
      when: pullFailed(
        /no matching manifest|no match for platform|does not match the specified platform|cannot be used on this platform/i,
      ),
      then: {
        kind: 'image-pull-failed',
        code: 'IMAGE_PLATFORM',
        reason: 'The image was not built for the architecture of the machine',
        advice: "Use an image built for it, or say what the image is built for, e.g. arch 'linux/arm64'.",
        retry: 'never',
      },
    },
    {
      name: 'image not found',
      sign: '`manifest unknown`, `name unknown`, `not found` in a pull',
      fact: 'DG task_cannot_pull_image, failed to resolve ref; facts §4',
      when: pullFailed(/manifest unknown|name unknown|not found|no such image|no such manifest/i),
      then: {
        kind: 'image-pull-failed',
        code: 'IMAGE_NOT_FOUND',
        reason: 'The registry has no such image',
        advice: 'Check the name and tag of the container: docker manifest inspect <image>',
        retry: 'never',
      },
    },
    {
      name: 'image not allowed',
      sign: '`pull access denied`, `unauthorized`, `403`, `CannotPullContainerAuthError`',
      fact: 'DG task_cannot_pull_image, pull access denied; AGENT errors, PullAuth',
      when: pullFailed(
        /denied|unauthorized|not authorized|no basic auth credentials|authentication required|\b403\b|PullContainerAuthError|role (?:'\S+' )?has (?:the )?permissions to pull/i,
      ),
      then: {
        kind: 'image-pull-failed',
        code: 'IMAGE_UNAUTHORIZED',
        reason: 'The registry refused the image, which is private or does not exist',
        advice:
          'Check the name of the image, and give the execution role (aws.ecs.executionRole) the policy AmazonECSTaskExecutionRolePolicy.',
        retry: 'never',
      },
    },
    {
      name: 'registry did not answer',
      sign: '`i/o timeout`, `request canceled`, `deadline exceeded` in a pull',
      fact: 'DG task_cannot_pull_image, pull-image-io-timeout, request-canceled',
      when: pullFailed(TIMED_OUT),
      then: {
        kind: 'image-pull-failed',
        code: 'NETWORK_UNREACHABLE',
        reason: 'The instance got no answer from the registry',
        advice: OPEN_THE_WAY,
        retry: 'disturbances',
      },
    },
    {
      name: 'no way to the registry',
      sign: '`no such host`, `connection refused`, `network configuration` in a pull',
      fact: 'DG task_cannot_pull_image, pull-request-image-not-found-network; facts §2c',
      when: pullFailed(NO_WAY_OUT),
      then: {
        kind: 'image-pull-failed',
        code: 'NETWORK_UNREACHABLE',
        reason: 'The instance could not reach the registry',
        advice: OPEN_THE_WAY,
        retry: 'counted',
      },
    },
    {
      name: 'pull broke off',
      sign: '`unexpected EOF`, `connection reset`, a status of 500 to 504 in a pull',
      fact: 'DG task_cannot_pull_image, error pulling image configuration; facts/peers.md, ask 16',
      when: pullFailed(BROKE_OFF),
      then: {
        kind: 'image-pull-failed',
        code: 'IMAGE_PULL_FAILED',
        reason: 'The pull of the image broke off',
        advice: 'Run again: registries and networks fail for a moment.',
        retry: 'disturbances',
      },
    },
    {
      name: 'image cannot be pulled',
      sign: 'any other `CannotPull…Error`',
      fact: 'facts §4, image missing/auth/throttle',
      when: pullFailed(/CannotPull/),
      then: {
        kind: 'image-pull-failed',
        code: 'IMAGE_PULL_FAILED',
        reason: 'The image could not be pulled',
        advice:
          'Try to pull the image by hand to see why, and check that the execution role (aws.ecs.executionRole) may pull it.',
        retry: 'counted',
      },
    },
  ],
};
