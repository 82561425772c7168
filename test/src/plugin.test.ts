import { expect } from 'chai';
import { ConfigError } from '../../spi/index.js';
import { plugin } from '../../src/index.js';
import { fakeSession } from '../support/fake-session.js';
import { EXECUTION_ROLE } from './aws-builders.js';

const CONFIG = {
  aws: { region: 'us-east-1', ecs: { cluster: 'nextflow-cluster', executionRole: EXECUTION_ROLE } },
  wave: { enabled: true },
  fusion: { enabled: true },
};

describe('plugin', () => {
  it('makes the awsecs executor from the quickstart’s configuration without a call', async () => {
    const session = fakeSession({ config: CONFIG });
    const executor = plugin.createExecutor('awsecs', session);
    expect(executor.name).to.equal('awsecs');
    expect(session.logger.messages('warn')).to.deep.equal([
      'Tasks have no role of their own: aws.ecs.taskRole is not set, so Fusion finds no S3 credentials in them. Set it to a role that may read and write the work dir.',
    ]);
    await executor.shutdown();
    expect(session.clock.timers).to.equal(0);
  });

  it('does not warn where the task role is set', async () => {
    const ecs = { ...CONFIG.aws.ecs, taskRole: 'arn:aws:iam::123456789:role/ecsTaskRole' };
    const session = fakeSession({ config: { ...CONFIG, aws: { ...CONFIG.aws, ecs } } });
    await plugin.createExecutor('awsecs', session).shutdown();
    expect(session.logger.entries).to.deep.equal([]);
  });

  it('refuses another executor’s name and says its own', () => {
    expect(() => plugin.createExecutor('awsbatch', fakeSession({ config: CONFIG })))
      .to.throw(
        ConfigError,
        "no executor 'awsbatch': it brings awsecs alone. Set process.executor = 'awsecs'.",
      )
      .with.property('code', 'UNKNOWN_EXECUTOR');
  });

  it('refuses a wrong configuration before anything is built', () => {
    expect(() => plugin.createExecutor('awsecs', fakeSession())).to.throw(ConfigError, 'aws.ecs.cluster');
  });

  it('checks a process without a configuration and without a call', () => {
    const process = { name: 'X', container: 'ubuntu', directives: { others: { conda: 'samtools' } } };
    expect(plugin.check('awsecs', process).map(({ code }) => code)).to.deep.equal(['DIRECTIVE_UNSUPPORTED']);
    expect(plugin.check('awsecs', { ...process, directives: { others: {} } })).to.deep.equal([]);
  });
});
