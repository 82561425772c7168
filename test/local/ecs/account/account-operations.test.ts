import { expect } from 'chai';
import { accountOperations } from '../../../../local/ecs/account/account-operations.js';
import { type Json as Kept } from '../../../../local/state/state-book.js';
import { EcsFixture, type Json, region } from '../ecs-fixture.js';

const root = 'arn:aws:iam::123456789012:root';

describe(accountOperations.name, () => {
  let fixture: EcsFixture;
  beforeEach(() => (fixture = new EcsFixture()));
  const list = async (input: Json = {}): Promise<string[]> =>
    (await fixture.call('ListAccountSettings', input)).settings.map(({ name, value }) => `${name}=${value}`);

  it('lists what was set, and with effectiveSettings AWS’s defaults too [CLU-3]', async () => {
    expect(await list()).to.deep.equal([]);
    expect(await list({ effectiveSettings: true })).to.deep.equal([
      'containerInsights=disabled',
      'containerInstanceLongArnFormat=enabled',
      'defaultLogDriverMode=non-blocking',
      'serviceLongArnFormat=enabled',
      'taskLongArnFormat=enabled',
    ]);
    const answer = await fixture.call('PutAccountSetting', {
      name: 'defaultLogDriverMode',
      value: 'blocking',
    });
    expect(answer.setting).to.deep.equal({
      name: 'defaultLogDriverMode',
      value: 'blocking',
      principalArn: root,
      type: 'user',
    });
    expect(await list()).to.deep.equal(['defaultLogDriverMode=blocking']);
    expect(await list({ name: 'taskLongArnFormat', effectiveSettings: true })).to.have.length(1);
    expect(await list({ name: 'defaultLogDriverMode', value: 'non-blocking' })).to.deep.equal([]);
  });

  it('pages by at most ten', async () => {
    const input = { effectiveSettings: true, maxResults: 4 };
    const first = await fixture.call('ListAccountSettings', input);
    expect(first.settings).to.have.length(4);
    const second = await fixture.call('ListAccountSettings', { ...input, nextToken: first.nextToken });
    expect(second.settings).to.have.length(1);
    expect((await fixture.call('ListAccountSettings', { maxResults: 11 })).message).to.match(/1 to 10/);
  });

  it('gives new clusters the Container Insights the account has [CLU-3]', async () => {
    await fixture.call('PutAccountSettingDefault', { name: 'containerInsights', value: 'enhanced' });
    const { cluster } = await fixture.call('CreateCluster', { clusterName: 'new' });
    expect(cluster['settings']).to.deep.equal([{ name: 'containerInsights', value: 'enhanced' }]);
    await fixture.call('DeleteAccountSetting', { name: 'containerInsights' });
    const later = await fixture.call('CreateCluster', { clusterName: 'later' });
    expect(later.cluster['settings']).to.deep.equal([{ name: 'containerInsights', value: 'disabled' }]);
  });

  const wrong: readonly { readonly operation: string; readonly input: Json; readonly message: RegExp }[] = [
    {
      operation: 'PutAccountSetting',
      input: { name: 'awsvpcTrunking', value: 'enabled' },
      message: /'awsvpcTrunking' is not served by the local cloud\. It has: /,
    },
    {
      operation: 'PutAccountSetting',
      input: { name: 'taskLongArnFormat', value: 'disabled' },
      message: /'disabled' of taskLongArnFormat must be one of enabled/,
    },
    {
      operation: 'PutAccountSettingDefault',
      input: { name: 'containerInsights' },
      message: /value '' of containerInsights/,
    },
    { operation: 'DeleteAccountSetting', input: { name: 'x' }, message: /'x' is not served/ },
    { operation: 'ListAccountSettings', input: { name: 'x' }, message: /'x' is not served/ },
    { operation: 'ListAccountSettings', input: { value: 'x' }, message: /value needs a name/ },
    {
      operation: 'PutAccountSetting',
      input: { name: 'containerInsights', value: 'enabled', principalArn: 'arn:aws:iam::1:user/u' },
      message: /has no users but arn:aws:iam::123456789012:root/,
    },
  ];
  for (const { operation, input, message } of wrong) {
    it(`refuses ${operation} of ${JSON.stringify(input)}`, async () => {
      const answer = await fixture.call(operation, input);
      expect(answer.__type).to.equal('InvalidParameterException');
      expect(answer.message).to.match(message);
    });
  }

  it('keeps settings between starts, and takes no broken ones', async () => {
    const kept = new Map<string, Kept>([[`${region}/taskLongArnFormat`, 'sometimes']]);
    const state = {
      all: (kind: string) => (kind === 'ecs-account-setting' ? kept : new Map<string, Kept>()),
      note: (kind: string, key: string, snapshot: () => Kept) => {
        if (kind === 'ecs-account-setting') kept.set(key, snapshot());
      },
      drop: (_kind: string, key: string) => void kept.delete(key),
    };
    fixture = new EcsFixture({ state });
    await fixture.call('PutAccountSetting', { name: 'containerInsights', value: 'enabled' });
    fixture = new EcsFixture({ state });
    expect(await list()).to.deep.equal(['containerInsights=enabled']);
    await fixture.call('DeleteAccountSetting', { name: 'containerInsights' });
    expect(await list()).to.deep.equal([]);
    expect([...kept.keys()]).to.deep.equal([`${region}/taskLongArnFormat`]);
  });
});
