import { ConfigError, type ConfigMap, type ConfigValue, type Problem, type Session } from 'nf-awsecs/spi';

/** What the executor reads from the configuration. */
export interface MemorySettings {
  /** Milliseconds a task may be unknown to the backend before it counts as lost. */
  readonly lostAfter: number;
  /** Most tasks at once. */
  readonly queueSize: number;
  /** Longest interval between poll rounds, milliseconds. */
  readonly pollInterval: number;
}

/** @throws ConfigError listing everything that is wrong */
export function readSettings({ config }: Pick<Session, 'config'>): MemorySettings {
  const problems: Problem[] = [];
  const own = mapOf(config['memory']);
  const executor = mapOf(config['executor']);
  const count = (path: string, value: ConfigValue | undefined, fallback: number): number => {
    if (value === undefined) return fallback;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
    problems.push({ path, found: JSON.stringify(value), message: 'must be a whole number from 0' });
    return fallback;
  };
  for (const name of Object.keys(own)) {
    if (name === 'lostAfter') continue;
    problems.push({ path: `memory.${name}`, message: 'is no setting; known is memory.lostAfter' });
  }
  const settings = {
    lostAfter: count('memory.lostAfter', own['lostAfter'], 60_000),
    queueSize: count('executor.queueSize', executor['queueSize'], 100),
    pollInterval: count('executor.pollInterval', executor['pollInterval'], 5_000),
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
