import type { DirectiveValue } from '../../spi/index.js';
import { isRead, type Reading } from '../config/reading.js';
import {
  amount,
  bytes,
  count,
  flag,
  isMap,
  text,
  time,
  type DirectiveMap,
  type ValueReader,
} from './directive-values.js';

type Readers = Readonly<Record<string, ValueReader>>;

const diskReaders: Readers = {
  request: bytes,
  type: text,
  iops: count,
  throughput: count,
  encrypted: flag,
  filesystem: text,
  mountPath: text,
};

/** An amount, or names: `request` in bytes, `type`, `iops`, `throughput` in MiB/s, `encrypted`, `filesystem`, `mountPath`. */
export function disk(value: DirectiveValue): Reading<DirectiveMap> {
  if (!isMap(value)) return under('request', bytes(value));
  const read = namedValues(value, diskReaders);
  if (!isRead(read) || 'request' in read.value) return read;
  return { problem: "must give an amount: disk '500 GB', or disk request: '500 GB'" };
}

const acceleratorReaders: Readers = { request: amount, limit: amount, type: text };

/** A number, or names: `request`, a number for which `limit` stands in, and `type`. */
export function accelerator(value: DirectiveValue): Reading<DirectiveMap> {
  if (!isMap(value)) return under('request', amount(value));
  const read = namedValues(value, acceleratorReaders);
  if (!isRead(read)) return read;
  const { limit, request = limit, ...others } = read.value;
  if (request === undefined) return { problem: "must give a number: accelerator 1, type: '...'" };
  return { value: { request, ...others } };
}

const archReaders: Readers = { name: text, target: text };

/** A string, or names: `name` and `target`, the microarchitecture. */
export function arch(value: DirectiveValue): Reading<DirectiveMap> {
  if (!isMap(value)) return under('name', text(value));
  const read = namedValues(value, archReaders);
  if (!isRead(read) || 'name' in read.value) return read;
  return { problem: "must give a name: arch 'linux/arm64'" };
}

const limitReaders: Readers = { cpus: amount, memory: bytes, disk: bytes, time };

/** Upper limits by resource, in its own unit. */
export function resourceLimits(value: DirectiveValue): Reading<DirectiveMap> {
  if (isMap(value)) return namedValues(value, limitReaders);
  return { problem: `must be named values: ${Object.keys(limitReaders).join(', ')}` };
}

/** Reads each value by its name's reader. A name without one is wrong; null is no value, as an empty one is in Groovy. */
function namedValues(map: DirectiveMap, readers: Readers): Reading<DirectiveMap> {
  const values: [string, DirectiveValue][] = [];
  for (const [name, value] of Object.entries(map)) {
    const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (reader === undefined) {
      return { problem: `${name}: no such value; known are ${Object.keys(readers).join(', ')}` };
    }
    if (value === null) continue;
    const read = reader(value);
    if (!isRead(read)) return { problem: `${name}: ${read.problem}` };
    values.push([name, read.value]);
  }
  return { value: Object.fromEntries(values) };
}

function under(name: string, read: Reading<DirectiveValue>): Reading<DirectiveMap> {
  return isRead(read) ? { value: { [name]: read.value } } : read;
}
