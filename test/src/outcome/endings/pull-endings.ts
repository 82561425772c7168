import { counted, disturbance, failedStart, never, withoutCode, type Ending } from './ending.js';

const page = 'DG task_cannot_pull_image';

interface PullCase {
  readonly title: string;
  /** Behind `CannotPullContainerError: `. */
  readonly words: string;
  readonly fact: string;
  readonly rule: string;
  readonly code: string;
  readonly retry: Ending['outcome']['retry'];
}

const limited = { rule: 'registry limits pulls', code: 'IMAGE_RATE_LIMITED', retry: disturbance };
const full = { rule: 'no disk for the image', code: 'DISK_FULL', retry: counted };
const platform = { rule: 'image for another platform', code: 'IMAGE_PLATFORM', retry: never };
const missing = { rule: 'image not found', code: 'IMAGE_NOT_FOUND', retry: never };
const refused = { rule: 'image not allowed', code: 'IMAGE_UNAUTHORIZED', retry: never };
const silent = { rule: 'registry did not answer', code: 'NETWORK_UNREACHABLE', retry: disturbance };
const closed = { rule: 'no way to the registry', code: 'NETWORK_UNREACHABLE', retry: counted };
const broken = { rule: 'pull broke off', code: 'IMAGE_PULL_FAILED', retry: disturbance };
const other = { rule: 'image cannot be pulled', code: 'IMAGE_PULL_FAILED', retry: counted };

const cases: readonly PullCase[] = [
  {
    ...limited,
    title: 'Docker Hub’s limit',
    fact: `${page}, toomanyrequests`,
    words:
      'inspect image has been retried 5 time(s): httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/ubuntu/manifests/latest: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.',
  },
  {
    ...limited,
    title: 'ECR’s limit',
    fact: 'facts §5; amazon-ecs-agent, ECR',
    words: 'Error response from daemon: denied: Rate exceeded',
  },
  {
    ...full,
    title: 'a full disk',
    fact: `${page}, GetImageBlob`,
    words: 'write /var/lib/docker/tmp/GetImageBlob111111111: no space left on device',
  },
  {
    ...platform,
    title: 'an image without a manifest for the machine',
    fact: 'facts §9, image arch',
    words: 'failed to resolve reference: no match for platform in manifest: not found',
  },
  {
    ...platform,
    title: 'an image for other machines only',
    fact: 'facts §9, image arch',
    words: 'Error response from daemon: no matching manifest for linux/arm64/v8 in the manifest list entries',
  },
  {
    ...missing,
    title: 'a tag that is not there',
    fact: `${page}; facts §4, manifest unknown`,
    words:
      'Error response from daemon: manifest for ubuntu:nope not found: manifest unknown: manifest unknown',
  },
  {
    ...missing,
    title: 'a tag that ECR does not have',
    fact: `${page}, failed to resolve ref`,
    words:
      'pull image manifest has been retried 1 time(s): failed to resolve ref 111122223333.dkr.ecr.us-east-1.amazonaws.com/tools:2: not found',
  },
  {
    ...missing,
    title: 'a repository that ECR does not have',
    fact: 'facts §4, image missing',
    words:
      'Error response from daemon: repository 111122223333.dkr.ecr.us-east-1.amazonaws.com/tools not found: name unknown: The repository does not exist in the registry',
  },
  {
    ...refused,
    title: 'a private image',
    fact: `${page}, pull access denied`,
    words:
      "Error response from daemon: pull access denied for some/private, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
  },
  {
    ...refused,
    title: 'an execution role that may not pull',
    fact: 'AGENT ecs-agent/api/errors, error_messages',
    words:
      "Check if image exists and role 'ecsTaskExecutionRole' has permissions to pull images from Amazon ECR.",
  },
  {
    ...refused,
    title: 'a wrong password',
    fact: 'AGENT ecs-agent/api/errors, error_messages',
    words:
      'API error (500): Get https://registry-1.docker.io/v2/library/amazonlinux/manifests/1: unauthorized: incorrect username or password',
  },
  {
    ...refused,
    title: 'a layer that S3 keeps back',
    fact: `${page}, failed open: unexpected status code`,
    words:
      'ref pull has been retried 1 time(s): failed to copy: httpReaderSeeker: failed open: unexpected status code https://prod-us-east-1.s3.amazonaws.com/layer: 403 Forbidden',
  },
  {
    ...silent,
    title: 'a registry that does not answer',
    fact: `${page}, pull-image-io-timeout`,
    words:
      'pull image manifest has been retried 5 time(s): failed to resolve ref docker.io/library/ubuntu:latest: failed to do request: Head "https://registry-1.docker.io/v2/library/ubuntu/manifests/latest": dial tcp 34.205.13.154:443: i/o timeout',
  },
  {
    ...silent,
    title: 'a connection that is never made',
    fact: `${page}, request-canceled`,
    words:
      'API error (500): Get https://111122223333.dkr.ecr.us-east-1.amazonaws.com/v2/: net/http: request canceled while waiting for connection',
  },
  {
    ...silent,
    title: 'a pull that was given up',
    fact: `${page}, Context canceled`,
    words: 'context canceled',
  },
  {
    ...closed,
    title: 'a registry whose name nobody knows',
    fact: `${page}; facts §2c`,
    words:
      'failed to do request: Head "https://registry.example/v2/tool/manifests/1": dial tcp: lookup registry.example on 10.0.0.2:53: no such host',
  },
  {
    ...closed,
    title: 'a network without a way out, in the words of the agent',
    fact: `${page}, pull-request-image-not-found-network`,
    words: 'The task can’t pull the image. Check your network configuration',
  },
  {
    ...closed,
    title: 'a gateway endpoint without a route',
    fact: `${page}, container-pull-runtime-error`,
    words: 'pull command failed: panic: runtime error: invalid memory address or nil pointer dereference',
  },
  {
    ...broken,
    title: 'a connection that broke off',
    fact: 'facts/peers.md §1.5, pull EOF',
    words: 'ref pull has been retried 1 time(s): failed to copy: httpReaderSeeker: unexpected EOF',
  },
  {
    ...broken,
    title: 'a registry that is ill',
    fact: `${page}, failed open: unexpected status code`,
    words: 'failed open: unexpected status code https://quay.io/v2/tool/manifests/1: 503 Service Unavailable',
  },
  {
    ...other,
    title: 'a pull that fails in words nobody knows',
    fact: 'facts §4, image missing/auth/throttle',
    words: 'Something that AWS has never said before',
  },
];

/** Images that could not be had. */
export const pullEndings: readonly Ending[] = [
  ...cases.map(({ title, words, fact, rule, code, retry }) => ({
    title,
    fact,
    rule,
    code,
    evidence: { task: failedStart(`CannotPullContainerError: ${words}`) },
    outcome: { kind: 'image-pull-failed' as const, ...(retry !== undefined && { retry }) },
  })),
  {
    rule: refused.rule,
    code: refused.code,
    title: 'a login that failed, by the agent’s other prefix',
    fact: 'AGENT dockerapi/errors.go, CannotPullContainerAuthError',
    evidence: { task: failedStart('CannotPullContainerAuthError: Error response from daemon: x') },
    outcome: { kind: 'image-pull-failed', retry: never },
  },
  {
    rule: missing.rule,
    code: missing.code,
    title: 'a failed pull without a stop code',
    fact: 'containers-roadmap 1565',
    evidence: { task: withoutCode('CannotPullImageManifestError: manifest unknown') },
    outcome: {
      kind: 'image-pull-failed',
      retry: never,
      reason: 'The registry has no such image: CannotPullImageManifestError: manifest unknown',
    },
  },
];
