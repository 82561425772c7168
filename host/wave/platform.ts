import type { DirectiveValue } from '../../spi/index.js';

/** What Fusion exists for. */
export type Platform = 'linux/amd64' | 'linux/arm64';

const PLATFORMS: ReadonlyMap<string, Platform> = new Map([
  ...['amd64', 'x86_64', 'x86-64'].map((name) => [name, 'linux/amd64'] as const),
  ...['arm64', 'aarch64', 'arm64/v8'].map((name) => [name, 'linux/arm64'] as const),
]);

/**
 * The platform of a task, amd64 where it asks for none.
 * @param arch the directive as the engine hands it on: named values with `name`.
 * @returns undefined for one that Fusion does not exist for.
 */
export function platformOf(arch: DirectiveValue | undefined): Platform | undefined {
  const name = archName(arch);
  return name === undefined ? 'linux/amd64' : PLATFORMS.get(name.toLowerCase().replace(/^linux\//, ''));
}

/** The architecture's name as the user wrote it. */
export function archName(arch: DirectiveValue | undefined): string | undefined {
  if (typeof arch !== 'object' || arch === null || Array.isArray(arch)) return undefined;
  const { name } = arch as Readonly<Record<string, DirectiveValue>>;
  return typeof name === 'string' ? name : undefined;
}
