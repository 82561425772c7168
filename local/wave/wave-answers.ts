import { type ServiceResponse } from '../http/service.js';
import { type Build, type WaveBuilds } from './wave-builds.js';

/** A container request that was answered. */
export interface AnsweredRequest {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly buildId?: string;
}

export function json(
  status: number,
  value: object,
  headers: Readonly<Record<string, string>> = {},
): ServiceResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** Wave's form of an error. */
export function failed(status: number, code: string, message: string): ServiceResponse {
  return { ...json(status, { message, error: code }), error: code };
}

/**
 * Whether Wave sends Retry-After is unknown; here it does, since clients heed it where it is there.
 *
 * @param seconds until another try is worth it
 */
export function waiting(what: string, seconds: number): ServiceResponse {
  const answer = failed(
    429,
    'DENIED',
    `Request exceeded ${what} rate limit for IP 127.0.0.1. Wait ${seconds} s.`,
  );
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(seconds) } };
}

/** `GET /v1alpha2/container/{id}/status`. */
export function containerStatus(
  request: AnsweredRequest,
  build: Build | undefined,
  builds: WaveBuilds,
  host: string,
): object {
  const succeeded = build === undefined ? true : builds.succeeded(build);
  const done = succeeded !== undefined;
  return {
    id: request.id,
    status: done ? 'DONE' : 'BUILDING',
    ...(build === undefined
      ? {}
      : { buildId: build.id, detailsUri: `http://${host}/view/builds/${build.id}` }),
    ...(done ? { succeeded } : {}),
    ...(succeeded === false ? { reason: build?.failure } : {}),
    creationTime: new Date(request.createdAt).toISOString(),
    ...(done ? { duration: (build?.duration ?? 0) / 1000 } : {}),
  };
}

/** `GET /v1alpha1/builds/{id}/status`; durations are seconds. */
export function buildStatus(build: Build, builds: WaveBuilds): object {
  const succeeded = builds.succeeded(build);
  return {
    id: build.id,
    status: succeeded === undefined ? 'PENDING' : 'COMPLETED',
    startTime: new Date(build.startedAt).toISOString(),
    ...(succeeded === undefined ? {} : { duration: build.duration / 1000, succeeded }),
  };
}
