/** A layer that Wave lays over an image; every member is required there. */
export interface ContainerLayer {
  readonly location: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly gzipDigest: string;
  /** Bytes. */
  readonly gzipSize: number;
  readonly tarDigest: string;
  /** Whether the layer makes no other image, so that a frozen one is not built anew for it. */
  readonly skipHashing?: boolean;
}

/** What Wave is to change of an image. */
export interface ContainerConfig {
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  /** `NAME=value`. */
  readonly env?: readonly string[];
  readonly workingDir?: string;
  readonly layers: readonly ContainerLayer[];
}

const LISTS = ['entrypoint', 'cmd', 'env'] as const;

/** Reads the description of a layer. @throws RangeError with everything wrong about it, for the end of a sentence. */
export function readContainerConfig(text: string): ContainerConfig {
  const body = parse(text);
  if (!isObject(body)) throw new RangeError('it is no JSON object');
  const { layers, workingDir } = body;
  const faults = [
    ...LISTS.filter((name) => !isAbsent(body[name]) && !isTexts(body[name])).map(
      (name) => `${name} is no list of strings`,
    ),
    ...(isAbsent(workingDir) || typeof workingDir === 'string' ? [] : ['workingDir is no string']),
    ...(Array.isArray(layers) && layers.length > 0 ? layers.flatMap(layerFaults) : ['it has no layers']),
  ];
  if (faults.length > 0) throw new RangeError(faults.join('; '));
  return {
    ...Object.fromEntries(LISTS.filter((name) => !isAbsent(body[name])).map((name) => [name, body[name]])),
    ...(typeof workingDir === 'string' ? { workingDir } : {}),
    layers: (layers as readonly ContainerLayer[]).map(known),
  };
}

function known({ location, gzipDigest, gzipSize, tarDigest, skipHashing }: ContainerLayer): ContainerLayer {
  const layer = { location, gzipDigest, gzipSize, tarDigest };
  return typeof skipHashing === 'boolean' ? { ...layer, skipHashing } : layer;
}

/** Wave fetches a layer by its location or finds it in there (`data:`), and refuses one whose digests do not fit. */
function layerFaults(layer: unknown, index: number): string[] {
  const at = `layers[${index}]`;
  if (!isObject(layer)) return [`${at} is no object`];
  const { location, gzipDigest, gzipSize, tarDigest } = layer;
  return [
    ...(typeof location === 'string' && /^(?:https?:|data:)/.test(location)
      ? []
      : [`${at}.location is no address`]),
    ...(isDigest(gzipDigest) ? [] : [`${at}.gzipDigest is no sha256 digest`]),
    ...(Number.isSafeInteger(gzipSize) && Number(gzipSize) > 0 ? [] : [`${at}.gzipSize is no size`]),
    ...(isDigest(tarDigest) ? [] : [`${at}.tarDigest is no sha256 digest`]),
  ];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function isDigest(value: unknown): boolean {
  return typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value);
}
