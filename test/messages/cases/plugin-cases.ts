import type { MessageCase } from '../message-case.js';
import { HELLO, RunHarness } from '../../host/engine/run-harness.js';

const PLUGIN = 'export const plugin = { check: () => [], createExecutor: () => ({}) };\n';

/** What is wrong with plugins and their manifests, and what the engine says where an executor says nothing. */
export function pluginCases(): readonly MessageCase[] {
  return [
    {
      code: 'PLUGIN_MANIFEST_UNREADABLE',
      title: 'a path without a manifest',
      raise: (place) => place.run({ plugins: ['absent/plugin.json'] }),
    },
    {
      code: 'PLUGIN_MANIFEST_INVALID',
      title: 'a manifest that is no JSON',
      raise: async (place) => place.run({ plugins: [await place.plugin('other', '{')] }),
    },
    {
      code: 'PLUGIN_MANIFEST_INVALID',
      title: 'a manifest with wrong, unknown and missing fields',
      raise: async (place) =>
        place.run({
          plugins: [
            await place.plugin('other', {
              id: 'Other',
              version: 'one',
              spi: 'any one',
              executors: [],
              entry: undefined,
              main: 'x',
              settings: { process: {} },
            }),
          ],
        }),
    },
    {
      code: 'PLUGIN_SPI_UNSUPPORTED',
      title: 'a plugin for another SPI',
      raise: async (place) =>
        place.run({ plugins: [await place.plugin('other', { spi: '^99.0.0' }, PLUGIN)] }),
    },
    {
      code: 'PLUGIN_LOAD_FAILED',
      title: 'an entry that does not exist',
      raise: async (place) => place.run({ plugins: [await place.plugin('other', {})] }),
    },
    {
      code: 'PLUGIN_LOAD_FAILED',
      title: 'an entry outside of the folder of the plugin',
      raise: async (place) =>
        place.run({ plugins: [await place.plugin('other', { entry: '../entry.mjs' })] }),
    },
    {
      code: 'PLUGIN_LOAD_FAILED',
      title: 'an entry that throws',
      raise: async (place) =>
        place.run({ plugins: [await place.plugin('other', {}, "throw new Error('no licence');\n")] }),
    },
    {
      code: 'PLUGIN_LOAD_FAILED',
      title: 'an entry that exports no plugin',
      raise: async (place) =>
        place.run({ plugins: [await place.plugin('other', {}, 'export const x = 1;\n')] }),
    },
    {
      code: 'EXECUTOR_DUPLICATE',
      title: 'two plugins with an executor of one name',
      raise: async (place) =>
        place.run({ plugins: [await place.plugin('other', { executors: ['awsecs'] }, PLUGIN)] }),
    },
    {
      code: 'LAUNCH_UNSUPPORTED',
      title: 'an executor without Fusion',
      raise: async (place) => {
        const harness = await RunHarness.create();
        place.atEnd(() => harness.remove());
        return harness.make(HELLO, { fusion: false });
      },
    },
    {
      code: 'WORK_DIR_MISSING',
      title: 'no work dir',
      raise: async (place) => {
        const harness = await RunHarness.create();
        place.atEnd(() => harness.remove());
        return harness.make(HELLO, {}, { workDir: '' });
      },
    },
  ];
}
