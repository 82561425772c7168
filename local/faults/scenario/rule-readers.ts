import { globMatcher } from '../../glob.js';
import { throttleDisguises, type CallEffect, type CallRule } from '../call-rule.js';
import {
  fusionFailureKinds,
  pullFailureKinds,
  startFailureKinds,
  stickingStatuses,
  type ImageRule,
  type TaskEffect,
  type TaskRule,
} from '../task-rule.js';
import {
  isRecord,
  number,
  oneOf,
  structure,
  text,
  textMap,
  variants,
  whole,
  type Reader,
} from './readers.js';
import { duration, span } from './span-readers.js';
import { unread } from './place.js';
import { type ScenarioGround } from './scenario.js';

const timing = {
  after: whole(0, 1_000_000_000),
  times: whole(1, 1_000_000_000),
  probability: number(0, 1),
  from: duration,
  to: duration,
} as const;

/** AWS's own error codes have letters, digits and dots. */
const code: Reader<string> = (value, at) =>
  typeof value === 'string' && /^[A-Za-z][A-Za-z0-9.]{0,127}$/.test(value)
    ? value
    : at.refuse(value, 'an error code of letters, digits and dots is allowed');

const contentType: Reader<string> = (value, at) =>
  typeof value === 'string' && /^[\w.+-]{1,64}\/[\w.+-]{1,64}$/.test(value)
    ? value
    : at.refuse(value, 'a content type such as text/html is allowed');

const none = structure({}, {});

const callEffect: Reader<CallEffect> = shorthand(
  variants('kind', {
    throttle: structure({}, { as: oneOf(throttleDisguises), message: text(1024) }),
    'server-error': none,
    error: structure({ status: whole(400, 599), code, message: text(1024) }, {}),
    'expired-credentials': none,
    'access-denied': none,
    reset: none,
    latency: structure({ ms: span }, { holds: oneOf(['request', 'answer']) }),
    'lost-answer': none,
    'cut-answer': none,
    'garbled-answer': structure({}, { how: oneOf(['truncated', 'garbage']) }),
    'wrong-content-type': structure({}, { type: contentType }),
    'slow-body': structure({ ms: span }, {}),
  }),
);

/** A rule of API calls, for a cloud with these services. */
export function callRule({ services }: ScenarioGround): Reader<CallRule> {
  const service: Reader<string> = (value, at) => {
    const glob = text(64)(value, at);
    if (glob === unread || services.some(globMatcher(glob))) return glob;
    return at.refuseWord(value, services);
  };
  return timed(
    structure({ effect: callEffect }, { service, operation: text(64), region: text(64), ...timing }),
  );
}

const taskMatch = structure(
  {},
  {
    cluster: text(),
    family: text(),
    group: text(),
    startedBy: text(),
    provider: text(),
    image: text(512),
    tags: textMap(50),
  },
);

export const imageRule: Reader<ImageRule> = timed(
  structure(
    { image: text(512), fails: oneOf(pullFailureKinds) },
    { reason: text(900), match: taskMatch, ...timing },
  ),
);

const taskEffect: Reader<TaskEffect> = shorthand(
  variants('kind', {
    'start-failure': structure({ of: oneOf(startFailureKinds) }, { reason: text(1024) }),
    stuck: structure({ in: oneOf(stickingStatuses) }, {}),
    'fusion-failure': structure({ of: oneOf(fusionFailureKinds) }, {}),
    missing: structure({}, { since: duration, for: duration }),
  }),
);

export const taskRule: Reader<TaskRule> = timed(
  structure({ effect: taskEffect }, { match: taskMatch, ...timing }),
);

/** An effect that needs no more than its kind may be said by it alone. */
function shorthand<T>(reader: Reader<T>): Reader<T> {
  return (value, at) => reader(typeof value === 'string' ? { kind: value } : value, at);
}

function timed<T extends { readonly from?: number; readonly to?: number }>(reader: Reader<T>): Reader<T> {
  return (value, at) => {
    const rule = reader(value, at);
    if (rule === unread || rule.from === undefined || rule.to === undefined) return rule;
    if (rule.from >= rule.to && isRecord(value))
      return at.child('to').refuse(value['to'], 'a time after `from` is allowed');
    return rule;
  };
}
