import { readFile } from 'node:fs/promises';
import type { PluginUnderTest } from '../../conformance/index.js';
import type { ConfigMap, ExecutorPlugin, PluginManifest } from '../../spi/index.js';

/** A plugin as an engine loads it: by its `plugin.json`, whose entry it imports. */
export async function loadPlugin(path: URL, config: ConfigMap): Promise<PluginUnderTest> {
  const manifest = JSON.parse(await readFile(path, 'utf8')) as PluginManifest;
  const entry = (await import(new URL(manifest.entry, path).href)) as { readonly plugin: ExecutorPlugin };
  return { manifest, plugin: entry.plugin, config };
}
