import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** Where the layer is described, as `https://fusionfs.seqera.io/releases/` describes the real one. */
export const fusionLayerPath = '/fusion/layer.json';

/** The end of a tar archive, which is all of an empty one: two blocks of zeros. */
const emptyTar = Buffer.alloc(1024);

/**
 * A layer without a file: the runtimes of the local cloud bring a stand-in for Fusion themselves. Only Fusion's own
 * servers have the real one.
 */
export function fusionLayer(): object {
  const gzip = gzipSync(emptyTar);
  const layer = {
    location: `data:${gzip.toString('base64')}`,
    gzipDigest: digestOf(gzip),
    gzipSize: gzip.length,
    tarDigest: digestOf(emptyTar),
    skipHashing: true,
  };
  return { layers: [layer] };
}

function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
