import { ScenarioError } from '../faults/scenario/scenario-error.js';
import type { UnsignedService } from '../http/exchange.js';
import { readJson } from '../http/json-body.js';
import type { LocalService, ServiceRequest, ServiceResponse } from '../http/service.js';
import { controlError, controlRefusal } from './control-answer.js';
import { controlRoutes, type ControlRoute } from './control-routes.js';
import { type CloudControl } from './cloud-control.js';

const controlPrefix = '/_local/';
/** Bytes of a body: a scenario of ten thousand events fits. */
const bodyLimit = 8 * 1024 * 1024;

export interface ControlServiceOptions {
  readonly control: CloudControl;
  /** What `/_local/info` tells: runtime, region, endpoint, clusters. No secret. */
  readonly info: () => object;
}

/**
 * The control API, for a server's `unsigned` services: what {@link CloudControl} can do, by HTTP and JSON. It is guarded
 * by the front door like all the rest.
 */
export function createControlService({ control, info }: ControlServiceOptions): UnsignedService {
  const routes = controlRoutes(control, info);
  const service: LocalService = {
    handle: (request) => answer(routes, request),
    renderError: controlError,
    close: () => Promise.resolve(),
  };
  return { prefix: controlPrefix, name: '_local', service, maxBodyBytes: bodyLimit, ours: true };
}

async function answer(
  routes: ReadonlyMap<string, ControlRoute>,
  request: ServiceRequest,
): Promise<ServiceResponse> {
  const name = request.path.slice(controlPrefix.length);
  const route = routes.get(name);
  if (route === undefined) {
    const paths = [...routes.keys()].map((known) => controlPrefix + known).join(', ');
    const message = `there is nothing at ${request.path.slice(0, 200)}. Served: ${paths}.`;
    return controlRefusal(404, { code: 'NotFound', message });
  }
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const act = Object.hasOwn(route, method) ? route[method as keyof ControlRoute] : undefined;
  if (act === undefined) {
    const methods = Object.keys(route).join(', ');
    const message = `${request.path} does not take ${request.method}. Use ${methods}.`;
    const refusal = controlRefusal(405, { code: 'MethodNotAllowed', message });
    return { ...refusal, headers: { ...refusal.headers, allow: methods } };
  }
  try {
    const body = method === 'POST' ? await readJson(request.body, bodyLimit) : {};
    return await act({ body, query: request.query });
  } catch (error) {
    return refused(error);
  }
}

function refused(error: unknown): ServiceResponse {
  if (error instanceof ScenarioError) {
    const { message, problems } = error;
    return controlRefusal(400, { code: 'InvalidInput', message, problems });
  }
  if (error instanceof RangeError)
    return controlRefusal(409, { code: 'CannotDoThat', message: `${error.message}.` });
  throw error;
}
