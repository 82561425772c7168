import { memoryPlugin } from '../../support/memory-plugin.js';
import type { MessageCase } from '../message-case.js';
import type { Place } from '../place.js';

const CONFIG = "process.executor = 'other'\n";

/** Runs with plugins that a `plugins` block asks for. */
function asking(place: Place, ...ids: readonly string[]): Promise<unknown> {
  const lines = ids.map((id) => `    id '${id}'\n`).join('');
  return place.run({ config: `plugins {\n${lines}}\n${CONFIG}` });
}

/** Runs with a plugin that is whole but for `from`, in whose place stands `to`. */
async function broken(place: Place, from: string, to: string): Promise<unknown> {
  const entry = memoryPlugin('other').replace(from, to);
  return place.run({ config: CONFIG, plugins: [await place.plugin('other', {}, entry)] });
}

/** What is wrong with the plugins that a run asks for, and what plugins do that the SPI does not allow. */
export function pluginChoiceCases(): readonly MessageCase[] {
  return [
    {
      code: 'PLUGIN_BROKEN',
      title: 'a plugin that throws where it makes an executor',
      raise: (place) => broken(place, 'const report', 'null.x; const report'),
    },
    {
      code: 'PLUGIN_BROKEN',
      title: 'a plugin that throws where it checks a process',
      raise: (place) => broken(place, 'check: (executor) => ', 'check: (executor) => null.x ?? '),
    },
    {
      code: 'PLUGIN_BROKEN',
      title: 'a plugin that makes no executor',
      raise: (place) => broken(place, 'createExecutor };', 'createExecutor: () => undefined };'),
    },
    {
      code: 'PLUGIN_BROKEN',
      title: 'an executor of another name, without one of its capabilities',
      raise: (place) =>
        broken(
          place,
          '    name, capabilities,',
          "    name: 'x', capabilities: { ...capabilities, fusion: 1 },",
        ),
    },
    {
      code: 'PLUGIN_CONFLICT',
      title: 'two plugins of one id',
      raise: async (place) =>
        place.run({
          config: CONFIG,
          plugins: [
            await place.plugin('one/nf-other', {}, memoryPlugin('other')),
            await place.plugin('two/nf-other', { version: '2.0.0' }, memoryPlugin('other')),
          ],
        }),
    },
    {
      code: 'PLUGIN_CONFLICT',
      title: 'two versions of one plugin asked for at once',
      raise: async (place) => {
        await place.plugin('node_modules/nf-other', {}, memoryPlugin('other'));
        return asking(place, 'nf-other@1.0.0', 'nf-other@^2.0.0');
      },
    },
    {
      code: 'PLUGIN_NOT_FOUND',
      title: 'an id that is nearly right',
      raise: async (place) => {
        await place.plugin('node_modules/nf-other', {}, memoryPlugin('other'));
        return asking(place, 'nf-ohter@^1.0.0');
      },
    },
    {
      code: 'PLUGIN_NOT_FOUND',
      title: 'a plugin of Nextflow that runs on the JVM',
      raise: (place) => asking(place, 'nf-google@1.4.0'),
    },
    {
      code: 'PLUGIN_NOT_FOUND',
      title: 'a package that is no plugin, and a folder given without ./',
      raise: async (place) => {
        await place.write('node_modules/nf-data/package.json', '{ "name": "nf-data" }');
        await place.plugin('nf-here', { id: 'nf-here' }, memoryPlugin('other'));
        return place.run({ config: CONFIG, plugins: ['nf-data', 'nf-here'] });
      },
    },
    {
      code: 'PLUGIN_VERSION_MISMATCH',
      title: 'another version is installed',
      raise: async (place) => {
        await place.plugin('node_modules/nf-other', {}, memoryPlugin('other'));
        return asking(place, 'nf-other@^2.0.0');
      },
    },
    {
      code: 'PLUGIN_VERSION_MISMATCH',
      title: 'another version of nf-awsecs than the command brings',
      raise: (place) => asking(place, 'nf-awsecs@^99.0.0'),
    },
    {
      code: 'CONFIG_INVALID',
      title: 'plugins that are neither ids nor paths',
      raise: (place) => place.run({ plugins: ['NF-Other', 'nf-other@latest'] }),
    },
  ];
}
