import {
  ConfigError,
  describeValue,
  type ConfigMap,
  type ConfigValue,
  type Problem,
  type Session,
} from 'nf-awsecs/spi';

/** What the executor reads from the configuration. */
export interface MemorySettings {
  /** Milliseconds, 0 or more, a task may be unknown to the backend before it counts as lost. */
  readonly lostAfter: number;
  /** Most tasks at once, 1 or more. */
  readonly queueSize: number;
  /** Longest interval between poll rounds, milliseconds, 1 or more. */
  readonly pollInterval: number;
}

interface Count {
  readonly least: number;
  readonly fallback: number;
}

/** @throws ConfigError listing everything that is wrong */
export function readSettings({ config }: Pick<Session, 'config'>): MemorySettings {
  const problems: Problem[] = [];
  const own = mapOf(config['memory']);
  const executor = mapOf(config['executor']);
  const count = (scope: ConfigMap, path: string, { least, fallback }: Count): number => {
    const value = scope[path.split('.')[1] ?? ''];
    if (value === undefined) return fallback;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
    // Never the value as it stands: what is misplaced may be a secret.
    problems.push({ path, found: describeValue(value), message: `must be a whole number from ${least}` });
    return fallback;
  };
  for (const name of Object.keys(own)) {
    if (name === 'lostAfter') continue;
    problems.push({ path: `memory.${name}`, message: 'is no setting; known is memory.lostAfter' });
  }
  const settings = {
    lostAfter: count(own, 'memory.lostAfter', { least: 0, fallback: 60_000 }),
    // Without a slot every task would wait for ever.
    queueSize: count(executor, 'executor.queueSize', { least: 1, fallback: 100 }),
    pollInterval: count(executor, 'executor.pollInterval', { least: 1, fallback: 5_000 }),
  };
  if (problems.length === 0) return settings;
  throw new ConfigError('The settings of the memory executor are wrong.', {
    code: 'MEMORY_CONFIG_INVALID',
    problems,
  });
}

function mapOf(value: ConfigValue | undefined): ConfigMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as ConfigMap) : {};
}
