import type { PullFailureKind } from './task-rule.js';

/** Where an image is looked for: Docker's reading of a name without a registry. */
interface ImagePlace {
  readonly registry: string;
  readonly repository: string;
  /** Tag or digest. */
  readonly reference: string;
}

/**
 * ECS's reason for an image that cannot be pulled (facts §4). The words differ between ECS's container agents; those
 * that clients look for (`manifest unknown`, `toomanyrequests`, `i/o timeout`, `no space left on device`) do not.
 */
export function pullFailureText(image: string, kind: PullFailureKind): string {
  return `CannotPullContainerError: ${detail(image, kind)}`;
}

function detail(image: string, kind: PullFailureKind): string {
  const { registry, repository, reference } = placeOf(image);
  switch (kind) {
    case 'not-found':
      return `Error response from daemon: manifest for ${image} not found: manifest unknown: manifest unknown`;
    case 'unauthorized':
      return `Error response from daemon: pull access denied for ${repository}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`;
    case 'rate-limited':
      return `pull image manifest has been retried 5 time(s): httpReadSeeker: failed open: unexpected status code https://${registry}/v2/${repository}/manifests/${reference}: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit`;
    case 'network':
      return `pull image manifest has been retried 5 time(s): failed to resolve ref ${image}: failed to do request: Head "https://${registry}/v2/${repository}/manifests/${reference}": dial tcp 192.0.2.1:443: i/o timeout`;
    case 'wrong-platform':
      return `Error response from daemon: no matching manifest for linux/amd64 in the manifest list entries`;
    case 'disk-full':
      return 'write /var/lib/docker/tmp/GetImageBlob111111111: no space left on device';
  }
}

function placeOf(image: string): ImagePlace {
  const [first = '', ...rest] = image.split('/');
  const hasRegistry = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const path = hasRegistry ? rest.join('/') : image;
  const [name = '', digest] = path.split('@', 2);
  const [repository = '', tag = 'latest'] = name.split(':', 2);
  return {
    registry: hasRegistry ? first : 'registry-1.docker.io',
    repository: hasRegistry || repository.includes('/') ? repository : `library/${repository}`,
    reference: digest ?? tag,
  };
}
