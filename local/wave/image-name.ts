/** An image's name in full, e.g. of `ubuntu`: docker.io, library/ubuntu, `:latest`. */
export interface ImageName {
  readonly registry: string;
  readonly repository: string;
  /** With its sign: `:latest`, `@sha256:...`. */
  readonly reference: string;
}

const pattern =
  /^(?:((?:[a-z0-9-]+(?:\.[a-z0-9-]+)+|localhost)(?::\d{1,5})?|[a-z0-9-]+:\d{1,5})\/)?([a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)(:[\w][\w.-]{0,127}|@sha256:[0-9a-f]{64})?$/;

/** Reads an image's name; `undefined` for what is none. Defaults are Docker's. */
export function parseImage(text: string): ImageName | undefined {
  if (text.length > 512) return undefined;
  const found = pattern.exec(text);
  const path = found?.[2];
  if (path === undefined) return undefined;
  const registry = found?.[1] ?? 'docker.io';
  return {
    registry,
    repository: registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path,
    reference: found?.[3] ?? ':latest',
  };
}

export const imageText = ({ registry, repository, reference }: ImageName): string =>
  `${registry}/${repository}${reference}`;
