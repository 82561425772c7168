import { join } from 'node:path';

/** Where a container engine listens. */
export type EngineAddress =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

/** The variables of the host that say where an engine is. */
export interface EngineEnvironment {
  readonly DOCKER_HOST?: string | undefined;
  readonly DOCKER_TLS_VERIFY?: string | undefined;
  readonly HOME?: string | undefined;
  readonly XDG_RUNTIME_DIR?: string | undefined;
}

/**
 * The addresses to try, the likeliest first: the one `DOCKER_HOST` names and no other, else the usual sockets of
 * Docker, Docker Desktop, Colima, Docker without root, and Podman.
 *
 * @returns or why `DOCKER_HOST` cannot be used
 */
export function engineAddresses(environment: EngineEnvironment): readonly EngineAddress[] | string {
  const { DOCKER_HOST: host, DOCKER_TLS_VERIFY: tls, HOME: home, XDG_RUNTIME_DIR: run } = environment;
  if (host !== undefined && host !== '') return named(host, tls !== undefined && tls !== '');
  return [
    '/var/run/docker.sock',
    ...(home === undefined
      ? []
      : [join(home, '.docker/run/docker.sock'), join(home, '.colima/default/docker.sock')]),
    ...(run === undefined ? [] : [join(run, 'docker.sock'), join(run, 'podman/podman.sock')]),
    '/run/podman/podman.sock',
  ].map((path): EngineAddress => ({ kind: 'socket', path }));
}

/** As `DOCKER_HOST` spells it. */
export function addressText(address: EngineAddress): string {
  return address.kind === 'socket' ? `unix://${address.path}` : `tcp://${address.host}:${address.port}`;
}

function named(given: string, tls: boolean): readonly EngineAddress[] | string {
  const socket = /^unix:\/\/(\/.+)$/.exec(given)?.[1];
  if (socket !== undefined) return [{ kind: 'socket', path: socket }];
  const [, host, port] =
    /^(?:tcp|http):\/\/(\[[0-9a-fA-F:]+\]|[^:/[\]]+)(?::(\d{1,5}))?\/?$/.exec(given) ?? [];
  if (host === undefined) {
    return `DOCKER_HOST is '${given}': only unix:///path and tcp://host:port are served. Forward another engine to a socket.`;
  }
  if (tls)
    return `DOCKER_HOST is '${given}' with DOCKER_TLS_VERIFY: an engine behind TLS is not served. Forward it to a socket.`;
  return [{ kind: 'tcp', host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? 2375) }];
}
