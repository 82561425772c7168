import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { readConfig } from '../../../host/config/config-reader.js';
import { MANIFEST_SCHEMA } from '../../../host/plugin/manifest-schema.js';
import { foreignPlugins, providedPlugins } from '../../../host/plugin/nextflow-plugins.js';
import { parseManifest } from '../../../host/plugin/plugin-manifest.js';
import { formatPluginId } from '../../../host/plugin/plugin-request.js';

describe('docs/plugins.md', () => {
  let page: string;

  before(async () => {
    page = await readFile(new URL('../../../../docs/plugins.md', import.meta.url), 'utf8');
  });

  function block(language: string): string {
    const text = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'ms').exec(page)?.[1];
    if (text === undefined) throw new Error(`The page has no block of ${language}.`);
    return text;
  }

  it('shows a plugins block that can be read', () => {
    const { plugins } = readConfig(block('groovy'), 'nextflow.config');
    expect(plugins.map(formatPluginId)).to.deep.equal([
      'nf-awsecs@0.1.0',
      'nf-hello@~1.2.0',
      '@acme/nf-other',
    ]);
  });

  it('shows a whole manifest, and tells of every field', () => {
    const manifest = parseManifest(block('json'), 'plugin.json');
    expect(manifest.id).to.equal('nf-hello');
    const told = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, field]) => field);
    expect(told).to.deep.equal([...MANIFEST_SCHEMA.required]);
  });

  it('names every plugin of Nextflow that is passed over', () => {
    for (const id of providedPlugins.keys()) {
      expect(page).to.contain(`\`${id}\``);
      expect(foreignPlugins.has(id)).to.equal(false);
    }
  });
});
