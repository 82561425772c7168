import type { ConfigMap } from '../../spi/index.js';
import { lookupBoolean, lookupString } from '../config/config-lookup.js';

/**
 * The image's name with the registry that the configuration sets, by Nextflow's rule (`ContainerHandler`,
 * https://docs.seqera.io/nextflow/reference/config/docker): a name without a registry gets `docker.registry`, one with
 * its own keeps it unless `docker.registryOverride` is true.
 * @throws ConfigError where those settings are of another type, which `loadConfig` would have refused.
 */
export function imageName(image: string, config: ConfigMap): string {
  const registry = lookupString(config, 'docker.registry');
  if (registry === undefined) return image;
  const own = ownRegistry(image);
  if (own !== undefined && !lookupBoolean(config, 'docker.registryOverride')) return image;
  const path = own === undefined ? image : image.slice(own.length + 1);
  return `${registry.replace(/\/+$/, '')}/${path}`;
}

/** What stands before the first slash, where it is a host: it has a dot or a port. */
function ownRegistry(image: string): string | undefined {
  const slash = image.indexOf('/');
  const host = slash < 0 ? '' : image.slice(0, slash);
  return /[.:]/.test(host) ? host : undefined;
}
