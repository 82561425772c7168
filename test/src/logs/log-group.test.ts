import { expect } from 'chai';
import { AwsServiceError } from '../../../src/aws/service-error.js';
import { LogGroup } from '../../../src/logs/log-group.js';
import { fakeSession } from '../../support/fake-session.js';
import { awsEcsConfig, callRepeater } from '../aws-builders.js';
import { failureOf, watch } from '../settle-with.js';
import { stubLogsApi } from '../stub-ports.js';

class LogRig {
  readonly logs = stubLogsApi();
  readonly session = fakeSession();
  readonly logger = this.session.logger;
  readonly group = new LogGroup(
    this.logs,
    awsEcsConfig({ logsGroup: '/mine' }),
    this.logger,
    callRepeater(this.session),
  );
}

describe(LogGroup.name, () => {
  it('creates the configured group and says so', async () => {
    const rig = new LogRig();
    rig.logs.createGroup.resolves('created');
    await rig.group.ensure();
    expect(rig.logs.createGroup.args).to.deep.equal([['/mine']]);
    expect(rig.logger.messages('info')).to.deep.equal(['Created the log group /mine.']);
  });

  it('says nothing of a group that is there', async () => {
    const rig = new LogRig();
    await rig.group.ensure();
    expect(rig.logger.entries).to.deep.equal([]);
  });

  for (const [kind, code] of [
    ['denied', 'AccessDeniedException'],
    ['refused', 'LimitExceededException'],
  ] as const) {
    it(`warns and goes on where it may not create one (${code}), with the command that does`, async () => {
      const rig = new LogRig();
      rig.logs.createGroup.rejects(new AwsServiceError('logs:CreateLogGroup', kind, code, 'no'));
      await rig.group.ensure();
      expect(rig.logger.messages('warn')[0])
        .to.include(code)
        .and.include('aws logs create-log-group --log-group-name /mine');
    });
  }

  for (const kind of ['unavailable', 'throttled'] as const) {
    it(`asks again where CloudWatch Logs is ${kind}, and fails where it is for ten minutes`, async () => {
      const rig = new LogRig();
      const failure = new AwsServiceError('logs:CreateLogGroup', kind, 'X', 'y');
      rig.logs.createGroup.rejects(failure);
      const ensured = watch(rig.group.ensure());
      await rig.session.clock.advance(30_000);
      expect(ensured.done).to.equal(false);
      expect(rig.logs.createGroup.callCount).to.be.greaterThan(2);
      await rig.session.clock.advance(600_000);
      expect(ensured.error).to.equal(failure);
    });
  }

  it('fails on an error that is not AWS’s', async () => {
    const rig = new LogRig();
    rig.logs.createGroup.rejects(new TypeError('bug'));
    expect(await failureOf(rig.group.ensure())).to.be.instanceOf(TypeError);
  });
});
