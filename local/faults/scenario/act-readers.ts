import { hostChecks } from '../cloud-acts.js';
import { unread } from './place.js';
import { flag, number, oneOf, structure, text, variants, whole, type Reader } from './readers.js';
import { type Act, type ScenarioEvent, type ScenarioGround } from './scenario.js';
import { duration, signedDuration } from './span-readers.js';

const capacityOption = oneOf(['ON_DEMAND', 'SPOT']);
const region = text(64);

const instances = structure(
  {},
  { ec2Id: text(64), cluster: text(), provider: text(), type: text(64), zone: text(64) },
);

const droughtOf = structure({}, { provider: text(), type: text(64), zone: text(64), capacityOption });

const vCpus: Reader<number | null> = (value, at) => (value === null ? null : number(0, 1_000_000)(value, at));

/** Each act's members, with `more` that an event has beside them. */
function acts<M extends Readonly<Record<string, Reader<unknown>>>>(more: M) {
  const struck = structure(more, { instances, count: whole(1, 100_000), region });
  return variants('do', {
    'reclaim-spot': struck,
    'lose-hosts': struck,
    impair: structure(more, { instances, check: oneOf(hostChecks), count: whole(1, 100_000), region }),
    drain: structure(more, { instances, stopping: flag, count: whole(1, 100_000), region }),
    drought: structure(more, { of: droughtOf, for: duration, region }),
    'vcpu-quota': structure({ ...more, of: oneOf(['ON_DEMAND', 'SPOT', 'GPU']), vCpus }, { region }),
    'jump-clock': structure({ ...more, by: signedDuration }, {}),
  });
}

/** Something done at once, to a cloud that can do so much. */
export function act(ground: ScenarioGround): Reader<Act> {
  return possible(ground, acts({}));
}

/** Something done at a time. */
export function event(ground: ScenarioGround): Reader<ScenarioEvent> {
  return possible(ground, acts({ at: duration }));
}

function possible<T extends Act>({ virtualTime }: ScenarioGround, reader: Reader<T>): Reader<T> {
  return (value, at) => {
    const read = reader(value, at);
    if (read === unread || read.do !== 'jump-clock' || virtualTime) return read;
    return at.child('do').refuse(read.do, 'it needs a cloud with virtual time');
  };
}
