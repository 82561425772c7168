import type { DirectiveValue } from '../../spi/index.js';

/** One option of `docker run` as the user gave it. */
export interface GivenOption {
  /** As it is called here, e.g. `--cap-add`. */
  readonly name: string;
  /** Absent where it stands alone. */
  readonly value?: string;
}

/** Short names of options, and others that mean the same. */
const LONG: ReadonlyMap<string, string> = new Map([
  ['a', 'attach'],
  ['c', 'cpu-shares'],
  ['d', 'detach'],
  ['e', 'env'],
  ['h', 'hostname'],
  ['i', 'interactive'],
  ['l', 'label'],
  ['m', 'memory'],
  ['net', 'network'],
  ['p', 'publish'],
  ['P', 'publish-all'],
  ['t', 'tty'],
  ['u', 'user'],
  ['v', 'volume'],
  ['w', 'workdir'],
]);

export function longName(name: string): string {
  return LONG.get(name) ?? name;
}

/** Letters that may stand for an option behind one dash. */
export const shortNames: ReadonlyMap<string, string> = new Map(
  [...LONG].filter(([name]) => name.length === 1).map(([short, long]) => [long, short]),
);

/** Options that are switches: they take no value but `=true` or `=false`. */
export const switches: ReadonlySet<string> = new Set([
  'detach',
  'disable-content-trust',
  'init',
  'interactive',
  'no-healthcheck',
  'oom-kill-disable',
  'privileged',
  'publish-all',
  'quiet',
  'read-only',
  'rm',
  'sig-proxy',
  'tty',
]);

/** The options of a map: a list is the option several times; `true`, `null` and `''` are a switch that is on. */
export function optionsOfMap(map: Readonly<Record<string, DirectiveValue>>): readonly GivenOption[] {
  return Object.entries(map).flatMap(([name, value]) => {
    const values: readonly DirectiveValue[] = Array.isArray(value) ? (value as readonly DirectiveValue[]) : [value];
    return values.map((one) => ({
      name: longName(name),
      ...(one !== true && one !== null && one !== '' && { value: String(one) }),
    }));
  });
}
