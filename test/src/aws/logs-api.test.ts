import { expect } from 'chai';
import { SdkLogsApi, type LogsApi } from '../../../src/aws/logs-api.js';
import { AwsServiceError } from '../../../src/aws/service-error.js';
import { failureOf } from '../settle-with.js';
import { WireStub } from './wire-stub.js';

describe(SdkLogsApi.name, () => {
  let wire: WireStub;
  let logs: LogsApi;

  beforeEach(async () => {
    wire = await WireStub.start();
    logs = new SdkLogsApi(wire.connect().logs);
  });

  afterEach(() => wire.stop());

  it('creates a group, and tells where it was there before', async () => {
    wire.json({});
    expect(await logs.createGroup('/aws/ecs/nextflow')).to.equal('created');
    expect(wire.calls[0]).to.deep.equal(['CreateLogGroup', { logGroupName: '/aws/ecs/nextflow' }]);
    wire.jsonError('ResourceAlreadyExistsException', 'The specified log group already exists');
    expect(await logs.createGroup('/aws/ecs/nextflow')).to.equal('exists');
  });

  it('gives a denial its meaning', async () => {
    wire.jsonError('AccessDeniedException', 'no');
    expect(await failureOf(logs.createGroup('/x')))
      .to.be.instanceOf(AwsServiceError)
      .and.include({
        operation: 'logs:CreateLogGroup',
        kind: 'denied',
      });
  });
});
