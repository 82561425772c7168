import { type Clock } from '../clock.js';
import { AwsError } from '../http/aws-error.js';
import { readJson } from '../http/json-body.js';
import { type LocalService, type ServiceRequest, type ServiceResponse } from '../http/service.js';
import { noState, type StateBook } from '../state/state-book.js';
import { fusionLayer, fusionLayerPath } from './fusion-layer.js';
import { ContainerRequests } from './container-requests.js';
import { buildStatus, containerStatus, failed, json, waiting } from './wave-answers.js';
import { type BuildOrder, type BuildScript, WaveBuilds } from './wave-builds.js';
import { KnownImages, type WaveImages } from './wave-images.js';
import { type Spent, WaveLimits } from './wave-limits.js';
import { readRequest, type WaveRequest } from './wave-request.js';

export interface WaveDeps {
  readonly clock: Clock;
  /** A number in [0, 1), for tokens. */
  readonly random: () => number;
  readonly log: (line: string) => void;
  /** Where images are kept between starts (default: nowhere). */
  readonly state?: StateBook;
  /** The access tokens that are good; by default any is. Never logged. */
  readonly accessTokens?: readonly string[];
  /** How builds go (default: each takes two seconds and succeeds). */
  readonly builds?: (order: BuildOrder) => BuildScript;
  /** Wave's limits (default), or none. */
  readonly throttle?: 'aws' | 'off';
}

/** Wave of the local cloud. */
export interface WaveService extends LocalService {
  readonly images: WaveImages;
}

/** The beginnings of Wave's paths: what its clients send is not signed. */
export const wavePrefixes: readonly string[] = [
  '/v1alpha1/',
  '/v1alpha2/',
  '/container-token',
  '/service-info',
  fusionLayerPath,
];

/** Largest request in bytes: layers may be sent within it. */
const bodyLimit = 8 * 1024 * 1024;

/** Answers as Wave does, and builds nothing: a build only takes its time. Holds no timer, file or process. */
export function createWaveService(deps: WaveDeps): WaveService {
  const now = (): number => deps.clock.now();
  const images = new KnownImages(now, deps.state ?? noState, deps.log);
  const builds = new WaveBuilds(now, deps.builds ?? (() => ({ duration: 2000 })));
  const requests = new ContainerRequests({ now, random: deps.random, images, builds });
  const wave = new Wave(
    requests,
    builds,
    deps.throttle === 'off' ? undefined : new WaveLimits(now),
    deps.accessTokens,
  );
  return {
    images,
    handle: async (request) => {
      const route = routeOf(request);
      const answer = await wave.answer(route, request);
      return route.kind === 'unknown' ? answer : { ...answer, operation: route.kind };
    },
    operationOf: (request) => {
      const { kind } = routeOf(request);
      return kind === 'unknown' ? undefined : kind;
    },
    renderError: (error) => failed(error.status, error.code, error.message),
    close: () => Promise.resolve(),
  };
}

type Route =
  | { readonly kind: 'container'; readonly version: 1 | 2 }
  | { readonly kind: 'containerStatus'; readonly id: string }
  | { readonly kind: 'buildStatus'; readonly id: string }
  | { readonly kind: 'serviceInfo' }
  | { readonly kind: 'fusionLayer' }
  | { readonly kind: 'unknown' };

function routeOf({ method, path }: ServiceRequest): Route {
  if (method === 'POST' && path === '/v1alpha2/container') return { kind: 'container', version: 2 };
  if (method === 'POST' && path === '/container-token') return { kind: 'container', version: 1 };
  if (method !== 'GET') return { kind: 'unknown' };
  if (path === '/service-info') return { kind: 'serviceInfo' };
  if (path === fusionLayerPath) return { kind: 'fusionLayer' };
  const [, family, id] = /^\/(v1alpha2\/container|v1alpha1\/builds)\/([\w-]{1,64})\/status$/.exec(path) ?? [];
  if (id === undefined) return { kind: 'unknown' };
  return { kind: family === 'v1alpha1/builds' ? 'buildStatus' : 'containerStatus', id };
}

class Wave {
  constructor(
    private readonly requests: ContainerRequests,
    private readonly builds: WaveBuilds,
    private readonly limits: WaveLimits | undefined,
    private readonly accessTokens: readonly string[] | undefined,
  ) {}

  async answer(route: Route, request: ServiceRequest): Promise<ServiceResponse> {
    switch (route.kind) {
      case 'container':
        return this.container(request, route.version);
      case 'containerStatus':
        return this.containerStatus(route.id, request);
      case 'buildStatus':
        return this.buildStatus(route.id);
      case 'serviceInfo':
        return json(200, { serviceInfo: { version: 'local', commitId: 'local' } });
      case 'fusionLayer':
        return json(200, fusionLayer());
      case 'unknown':
        return failed(
          404,
          'NOT_FOUND',
          `${request.method} ${request.path.slice(0, 200)} is not served. The local cloud serves POST /v1alpha2/container and /container-token, GET /v1alpha2/container/<id>/status, /v1alpha1/builds/<id>/status and /service-info.`,
        );
    }
  }

  private async container(request: ServiceRequest, version: 1 | 2): Promise<ServiceResponse> {
    // No page of a browser can send this type to another host without being asked first.
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
      return failed(415, 'UNSUPPORTED_MEDIA_TYPE', 'Content-Type must be application/json.');
    }
    const wanted = readRequest(await readJson(request.body, bodyLimit), version);
    if (!this.admits(wanted)) {
      const answer = failed(
        401,
        'UNAUTHORIZED',
        'towerAccessToken is not one of those this cloud was given.',
      );
      return {
        ...answer,
        headers: { ...answer.headers, 'www-authenticate': 'Basic realm=Wave Authentication' },
      };
    }
    const order = this.requests.orderOf(wanted);
    const news = order !== undefined && this.builds.known(order) === undefined;
    const wait = this.spend(wanted, 'pull') ?? (news ? this.spend(wanted, 'build') : undefined);
    return wait ?? json(200, this.requests.answer(wanted, order, hostOf(request)));
  }

  private admits({ towerAccessToken }: WaveRequest): boolean {
    if (towerAccessToken === undefined || this.accessTokens === undefined) return true;
    return this.accessTokens.includes(towerAccessToken);
  }

  private spend({ towerAccessToken }: WaveRequest, what: Spent): ServiceResponse | undefined {
    const seconds = this.limits?.spend(towerAccessToken === undefined ? 'anonymous' : 'known', what);
    return seconds === undefined ? undefined : waiting(what, seconds);
  }

  private containerStatus(id: string, request: ServiceRequest): ServiceResponse {
    const answered = this.requests.find(id);
    if (answered === undefined) return failed(404, 'NOT_FOUND', `There is no container request '${id}'.`);
    const build = answered.buildId === undefined ? undefined : this.builds.find(answered.buildId);
    if (answered.buildId !== undefined && build === undefined) {
      throw new AwsError('NOT_FOUND', `The build '${answered.buildId}' has been forgotten.`, 404);
    }
    return json(200, containerStatus(answered, build, this.builds, hostOf(request)));
  }

  private buildStatus(id: string): ServiceResponse {
    const build = this.builds.find(id);
    if (build === undefined) return failed(404, 'NOT_FOUND', `There is no build '${id}'.`);
    return json(200, buildStatus(build, this.builds));
  }
}

/** The front door has let only loopback's names in. */
const hostOf = ({ headers }: ServiceRequest): string => headers.host ?? '127.0.0.1';
