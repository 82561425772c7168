import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PluginUnderTest } from '../../../conformance/index.js';
import type { ExecutorPlugin, PluginManifest } from '../../../spi/index.js';
import { config } from './awsecs-kit.js';

/** The plugin as an engine loads it: by `plugin.json`, whose entry it imports. */
export async function loadAwsecs(): Promise<PluginUnderTest> {
  const path = new URL('../../../../plugin.json', import.meta.url);
  const manifest = JSON.parse(readFileSync(fileURLToPath(path), 'utf8')) as PluginManifest;
  const entry = (await import(new URL(manifest.entry, path).href)) as { readonly plugin: ExecutorPlugin };
  return { manifest, plugin: entry.plugin, config };
}
