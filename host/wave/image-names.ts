import type { ConfigMap } from '../../spi/index.js';
import { lookup } from '../config/config-lookup.js';

/** Tells by its name whether an image holds Fusion already. */
export type FusedImages = (image: string) => boolean;

/** What `fusion.preinstalled` says: every image, none, or those with such names, in which `*` stands for anything. */
export function fusedImages(config: ConfigMap): FusedImages {
  const value = lookup(config, 'fusion.preinstalled');
  if (typeof value === 'boolean' || value === undefined) return () => value === true;
  const names = (Array.isArray(value) ? value : [value]).filter((name) => typeof name === 'string');
  const patterns = names.map(patternOf);
  return (image) => patterns.some((pattern) => pattern.test(image));
}

/** Whether an image is named by what it holds: such a name stands for one image and no changed one. */
export function hasDigest(image: string): boolean {
  return /@sha256:/i.test(image);
}

function patternOf(name: string): RegExp {
  const parts = name
    .trim()
    .split(/\*+/)
    .map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*')}$`, 'u');
}
