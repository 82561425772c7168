import type { Act, Scenario } from '../faults/scenario/scenario.js';
import type { Rules } from '../faults/scenario/read-scenario.js';
import type { ServiceResponse } from '../http/service.js';
import { callsTold } from './calls-told.js';
import { tasksTold } from './tasks-told.js';
import { controlAnswer, controlRefusal } from './control-answer.js';
import { type CloudControl } from './cloud-control.js';
import { setTime, timeTold } from './time-route.js';

/** A request of the control API, its body read as JSON. */
export interface ControlRequest {
  readonly body: unknown;
  readonly query: URLSearchParams;
}

type Verb = (request: ControlRequest) => ServiceResponse | Promise<ServiceResponse>;

/** One path, by its methods. */
export interface ControlRoute {
  readonly GET?: Verb;
  readonly POST?: Verb;
  readonly DELETE?: Verb;
}

/** Every path after `/_local/`. */
export function controlRoutes(control: CloudControl, info: () => object): ReadonlyMap<string, ControlRoute> {
  return new Map<string, ControlRoute>([
    ['health', { GET: () => controlAnswer({ status: 'ok' }) }],
    ['info', { GET: () => controlAnswer(info()) }],
    ['faults', faults(control)],
    ['scenario', scenario(control)],
    ['acts', acts(control)],
    ['time', { GET: () => controlAnswer(timeTold(control)), POST: ({ body }) => setTime(control, body) }],
    ['calls', calls(control)],
    ['tasks', { GET: ({ query }) => controlAnswer({ tasks: tasksTold(control, query) }) }],
  ]);
}

// Bodies go to the control as they are: it checks whatever it is given.

function faults(control: CloudControl): ControlRoute {
  return {
    GET: () => controlAnswer(control.faults()),
    POST: ({ body }) => controlAnswer({ added: control.addFaults(body as Rules) }),
    DELETE: ({ query }) => {
      const id = query.get('id');
      if (id === null) return controlAnswer({ removed: control.clearFaults() });
      return control.removeFault(id) ? controlAnswer({ removed: 1 }) : unknownId('fault', id);
    },
  };
}

function scenario(control: CloudControl): ControlRoute {
  return {
    GET: () => controlAnswer({ ...control.faults(), pendingEvents: control.pendingEvents }),
    POST: ({ body }) => {
      control.load(body as Scenario);
      return controlAnswer({ ...control.faults(), pendingEvents: control.pendingEvents });
    },
    DELETE: () => {
      control.end();
      return controlAnswer({});
    },
  };
}

function acts(control: CloudControl): ControlRoute {
  return {
    GET: () => controlAnswer({ droughts: control.droughts() }),
    POST: ({ body }) => controlAnswer(control.act(body as Act)),
    DELETE: ({ query }) => {
      const id = query.get('drought') ?? '';
      return control.endDrought(id) ? controlAnswer({ ended: id }) : unknownId('drought', id);
    },
  };
}

function calls(control: CloudControl): ControlRoute {
  return {
    GET: ({ query }) => controlAnswer(callsTold(control.calls, query)),
    DELETE: () => {
      control.calls.reset();
      return controlAnswer({});
    },
  };
}

function unknownId(what: string, id: string): ServiceResponse {
  const message = `there is no ${what} '${id.slice(0, 100)}'. GET lists those there are.`;
  return controlRefusal(404, { code: 'NotFound', message });
}
