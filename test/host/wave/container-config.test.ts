import { expect } from 'chai';
import { readContainerConfig } from '../../../host/wave/container-config.js';
import { LAYER } from './scripted-http.js';

const read = (value: unknown): unknown => readContainerConfig(JSON.stringify(value));
const [layer] = LAYER.layers;

describe(readContainerConfig.name, () => {
  it('reads what Wave is to change of an image, and nothing else', () => {
    const config = { ...LAYER, entrypoint: ['/x'], cmd: null, env: ['A=1'], workingDir: '/w' };
    expect(read({ ...config, layers: [{ ...layer, more: 1 }], more: 1 })).to.deep.equal({
      entrypoint: ['/x'],
      env: ['A=1'],
      workingDir: '/w',
      layers: LAYER.layers,
    });
  });

  it('takes a layer that stands within', () => {
    const within = { layers: [{ ...layer, location: 'data:H4sI' }] };
    expect(read(within)).to.deep.equal(within);
  });

  const faults: readonly (readonly [unknown, string])[] = [
    [undefined, 'it is no JSON object'],
    [[], 'it is no JSON object'],
    [{}, 'it has no layers'],
    [{ layers: [] }, 'it has no layers'],
    [{ layers: [3] }, 'layers[0] is no object'],
    [{ ...LAYER, env: 'A=1' }, 'env is no list of strings'],
    [{ ...LAYER, cmd: [1] }, 'cmd is no list of strings'],
    [{ ...LAYER, workingDir: 1 }, 'workingDir is no string'],
    [{ layers: [{ ...layer, location: 'file:///x' }] }, 'layers[0].location is no address'],
    [{ layers: [layer, { ...layer, gzipDigest: 'sha256:x' }] }, 'layers[1].gzipDigest is no sha256 digest'],
    [{ layers: [{ ...layer, tarDigest: undefined }] }, 'layers[0].tarDigest is no sha256 digest'],
    [{ layers: [{ ...layer, gzipSize: 0 }] }, 'layers[0].gzipSize is no size'],
  ];
  for (const [value, fault] of faults) {
    it(`refuses ${value === undefined ? 'no JSON' : JSON.stringify(value).slice(0, 60)}: ${fault}`, () => {
      const text = value === undefined ? '<html>' : JSON.stringify(value);
      expect(() => readContainerConfig(text)).to.throw(RangeError, fault);
    });
  }

  it('says everything at once', () => {
    expect(() => read({ env: 1, layers: [{}] })).to.throw(/env .*; layers\[0\]\.location .*; .*gzipDigest/);
  });
});
