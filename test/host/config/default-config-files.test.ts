import { expect } from 'chai';
import { defaultConfigFiles } from '../../../host/config/default-config-files.js';

describe(defaultConfigFiles.name, () => {
  const table: [script: string, expected: string[]][] = [
    ['main.nf', ['/work/nextflow.config']],
    ['./sub/../main.nf', ['/work/nextflow.config']],
    ['pipe/main.nf', ['/work/pipe/nextflow.config', '/work/nextflow.config']],
    ['/other/main.nf', ['/other/nextflow.config', '/work/nextflow.config']],
  ];
  for (const [script, expected] of table) {
    it(`looks beside ${script}, then in the current folder`, () => {
      expect(defaultConfigFiles(script, '/work')).to.deep.equal(expected);
    });
  }
});
