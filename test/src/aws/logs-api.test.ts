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

  it('reads a page from the head or from the tail, each line without its break', async () => {
    wire.json({
      events: [
        { timestamp: 5, message: 'a\r\n', ingestionTime: 9 },
        { ingestionTime: 9, message: ' b \n\n' },
        { timestamp: 7 },
      ],
      nextForwardToken: 'f/1',
      nextBackwardToken: 'b/1',
    });
    const stream = { group: '/g', name: 'nf/main/1' };
    expect(await logs.readPage({ ...stream, fromHead: true })).to.deep.equal({
      lines: [
        { time: 5, text: 'a' },
        { time: 9, text: ' b \n' },
        { time: 7, text: '' },
      ],
      forward: 'f/1',
      backward: 'b/1',
    });
    await logs.readPage({ ...stream, fromHead: false, token: 'b/1', limit: 50, since: 3 });
    const names = { logGroupName: '/g', logStreamName: 'nf/main/1' };
    expect(wire.calls).to.deep.equal([
      ['GetLogEvents', { ...names, startFromHead: true }],
      ['GetLogEvents', { ...names, startFromHead: false, nextToken: 'b/1', limit: 50, startTime: 3 }],
    ]);
  });

  it('tells a stream that is not there from a group that is not', async () => {
    const request = { group: '/g', name: 'nf/main/1', fromHead: true };
    wire.jsonError('ResourceNotFoundException', 'The specified log stream does not exist.');
    expect(await logs.readPage(request)).to.equal(undefined);
    wire.jsonError('ResourceNotFoundException', 'The specified log group does not exist.');
    expect(await failureOf(logs.readPage(request))).to.include({
      operation: 'logs:GetLogEvents',
      kind: 'refused',
      awsMessage: 'The specified log group does not exist',
    });
  });

  it('asks once where it is throttled: the pacer must hear of it', async () => {
    wire.jsonError('ThrottlingException', 'Rate exceeded');
    const failure = await failureOf(logs.readPage({ group: '/g', name: 'n', fromHead: true }));
    expect(failure).to.include({ kind: 'throttled' });
    expect(wire.calls.length).to.equal(1);
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
