import { expect } from 'chai';
import type { AwsEcsConfig } from '../../../src/config/awsecs-config.js';
import { Adaptations } from '../../../src/submit/adaptations.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { awsEcsConfig } from '../aws-builders.js';

function adaptations(changes: Partial<AwsEcsConfig> = {}): [Adaptations, RecordingLogger] {
  const logger = new RecordingLogger();
  return [new Adaptations(awsEcsConfig(changes), logger), logger];
}

describe(Adaptations.name, () => {
  it('tries what was asked first', () => {
    const [learned] = adaptations();
    expect(learned.resourcesInOverrides).to.equal(true);
    expect(learned.publicIp).to.equal(true);
    expect(adaptations({ resourcesIn: 'definition' })[0].resourcesInOverrides).to.equal(false);
    expect(adaptations({ assignPublicIp: false })[0].publicIp).to.equal(false);
  });

  it('puts resources into definitions once overrides were ignored, and says so once', () => {
    const [learned, logger] = adaptations();
    expect([learned.ignoredOverrides(), learned.ignoredOverrides()]).to.deep.equal([true, true]);
    expect(learned.resourcesInOverrides).to.equal(false);
    expect(logger.messages('warn').length).to.equal(1);
  });

  it('learns nothing where the user insists on overrides', () => {
    const [learned, logger] = adaptations({ resourcesIn: 'overrides' });
    expect(learned.ignoredOverrides()).to.equal(false);
    expect(learned.resourcesInOverrides).to.equal(true);
    expect(logger.entries).to.deep.equal([]);
  });

  it('drops a public address that was only a default, and says so once', () => {
    const [learned, logger] = adaptations();
    expect([learned.refusedPublicIp(), learned.refusedPublicIp()]).to.deep.equal([true, true]);
    expect(learned.publicIp).to.equal(false);
    expect(logger.messages('warn').length).to.equal(1);
  });

  it('keeps a public address that the user asked for', () => {
    const [learned, logger] = adaptations({ given: new Set(['assignPublicIp']) });
    expect(learned.refusedPublicIp()).to.equal(false);
    expect(learned.publicIp).to.equal(true);
    expect(logger.entries).to.deep.equal([]);
  });
});
