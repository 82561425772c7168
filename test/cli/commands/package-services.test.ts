import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageServices } from '../../../cli/commands/package-services.js';

describe(packageServices.name, () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nf-awsecs-services-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it("reads the region of a configuration that holds the plugin's own settings", async () => {
    const config = "aws { region = 'eu-west-3'\necs { cluster = 'c' } }\n";
    await writeFile(join(folder, 'nextflow.config'), config);
    const services = await packageServices(folder);
    const request = { scriptPath: 'main.nf', configFiles: [], pluginManifests: [services.ownManifest] };
    expect(await services.configuredPlace({ ...request, configOverrides: [] })).to.deep.equal({
      region: 'eu-west-3',
    });
    const configOverrides = [
      { path: 'aws.region', value: 5 },
      { path: 'workDir', value: 's3://b/w' },
    ];
    expect(await services.configuredPlace({ ...request, configOverrides })).to.deep.equal({
      workDir: 's3://b/w',
    });
  });
});
