import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageServices } from '../../../cli/commands/package-services.js';
import { startCloud } from '../../../cli/commands/start-cloud.js';
import { isExecutorError } from '../../../spi/index.js';

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
    const request = { scriptPath: 'main.nf', configFiles: [], builtInPlugins: [services.ownManifest] };
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

  describe('starting clouds', () => {
    const request = { port: 0, region: 'us-east-1', runtime: 'process', log: () => undefined } as const;

    it('refuses a second that would keep its state in the same folder, and lets one begin anew beside it', async () => {
      const services = await packageServices(folder);
      const start = (keep: boolean) => startCloud(services, { ...request, dataDir: folder, keep });
      const { cloud } = await start(true);
      const error: unknown = await start(true).catch((reason: unknown) => reason);
      if (!isExecutorError(error)) throw error;
      expect(error.code).to.equal('LOCAL_DATA_IN_USE');
      expect(error.message).to.include(join(folder, 'state')).and.include('-data').and.include('-fresh');
      const beside = await start(false);
      await Promise.all([cloud.close(), beside.cloud.close()]);
    });

    it('finds no container engine where there is none, and says so by auto and by name', async () => {
      const before = process.env['DOCKER_HOST'];
      process.env['DOCKER_HOST'] = `unix://${folder}/none.sock`;
      try {
        const services = await packageServices(folder);
        const start = (runtime: 'auto' | 'container') =>
          startCloud(services, { ...request, dataDir: folder, keep: false, runtime });
        const { cloud, notes } = await start('auto');
        await cloud.close();
        expect(notes.join()).to.match(/^runtime container passed over: .*none\.sock/);
        const error: unknown = await start('container').catch((reason: unknown) => reason);
        if (!isExecutorError(error)) throw error;
        expect(error.code).to.equal('LOCAL_RUNTIME_UNAVAILABLE');
        expect(error.message).to.include('none.sock').and.include('choose another of auto');
      } finally {
        if (before === undefined) delete process.env['DOCKER_HOST'];
        else process.env['DOCKER_HOST'] = before;
      }
    });
  });
});
