import type { KnownSetting } from './known-settings.js';

/** The settings of containers' images; how a container is run is the backend's matter here. */
export const dockerSettings = [
  {
    path: 'docker.registry',
    type: 'string',
    form: {
      pattern: '^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?:/[a-z0-9._-]+)*/?$',
      takes: 'the host of a registry, with a port or a path where it has one and without http://',
    },
    help: 'Registry of images whose names have none.',
    example: "'quay.io'",
    unset: "the backend's own, in general Docker Hub",
    readBy: 'engine',
  },
  {
    path: 'docker.registryOverride',
    type: 'boolean',
    help: 'Whether docker.registry takes the place of the registry in a name, too.',
    example: 'true',
    fallback: false,
    readBy: 'engine',
  },
] as const satisfies readonly KnownSetting[];
