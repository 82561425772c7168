import { dockerRefusals } from './docker-refusals.js';
import { dockerReaders } from './docker-readers.js';

/** Options of `docker run` that are on or off: they take no value but `=true` and `=false`. */
export const SWITCHES: ReadonlySet<string> = new Set(
  `detach disable-content-trust init interactive no-healthcheck oom-kill-disable privileged publish-all quiet read-only
  rm sig-proxy tty use-api-socket`.split(/\s+/),
);

/** Options that take a value. */
export const VALUED: ReadonlySet<string> = new Set(
  [...dockerReaders.keys(), ...dockerRefusals.keys()].filter((name) => !SWITCHES.has(name)),
);

/** Every option there is something to say of. */
export const knownOptions: readonly string[] = [...new Set([...SWITCHES, ...VALUED])];

/** One-letter names (docs.docker.com/reference/cli/docker/container/run) by the long ones. */
export const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ['attach', 'a'],
  ['cpu-shares', 'c'],
  ['detach', 'd'],
  ['env', 'e'],
  ['hostname', 'h'],
  ['interactive', 'i'],
  ['label', 'l'],
  ['memory', 'm'],
  ['publish', 'p'],
  ['publish-all', 'P'],
  ['quiet', 'q'],
  ['tty', 't'],
  ['user', 'u'],
  ['volume', 'v'],
  ['workdir', 'w'],
]);

const LONG_NAMES: ReadonlyMap<string, string> = new Map([
  ...[...SHORT_NAMES].map(([long, short]) => [short, long] as const),
  ['net', 'network'],
  ['dns-opt', 'dns-option'],
]);

/** The one name an option goes by, without dashes. */
export function dockerName(name: string): string {
  const plain = name.replace(/^-+/, '');
  return LONG_NAMES.get(plain) ?? plain;
}
