import { expect } from 'chai';
import { AwsServiceError } from '../../../src/aws/service-error.js';
import { TypeCatalogue } from '../../../src/placement/type-catalogue.js';
import { fakeSession } from '../../support/fake-session.js';
import { serviceError, typeCatalogue } from '../aws-builders.js';
import { failureOf, settledWith } from '../settle-with.js';
import { stubInstanceTypesApi } from '../stub-instance-types-api.js';
import { instanceType } from './instance-types.js';

const LARGE = instanceType('m6i.large');
const GPU = instanceType('g5.xlarge');

describe(TypeCatalogue.name, () => {
  it('asks for each name or glob once, also where two want it at the same time', async () => {
    const ec2 = stubInstanceTypesApi([LARGE]);
    const types = typeCatalogue(fakeSession(), ec2);
    const [one, other] = await Promise.all([types.knowing(['m6i.*']), types.knowing(['m6i.*', 'g5.*'])]);
    expect(one).to.deep.equal([LARGE]);
    expect(other).to.deep.equal([LARGE]);
    expect(await types.knowing(['g5.*'])).to.deep.equal([LARGE]);
    expect(ec2.matching.args).to.deep.equal([[['m6i.*']], [['g5.*']]]);
  });

  it('describes each type once, and gives the same list until it knows more', async () => {
    const ec2 = stubInstanceTypesApi();
    const types = typeCatalogue(fakeSession(), ec2);
    ec2.matching.onFirstCall().resolves([LARGE]);
    ec2.matching.onSecondCall().resolves([LARGE, GPU]);
    const before = await types.knowing(['m6i.*']);
    expect(await types.knowing([])).to.equal(before);
    expect(await types.knowing(['*'])).to.deep.equal([LARGE, GPU]);
  });

  for (const kind of ['denied', 'refused'] as const) {
    it(`goes on without EC2 where the call is ${kind}, with one warning that names it`, async () => {
      const session = fakeSession();
      const ec2 = stubInstanceTypesApi();
      ec2.matching.rejects(
        new AwsServiceError('ec2:DescribeInstanceTypes', kind, 'UnauthorizedOperation', 'no'),
      );
      const types = typeCatalogue(session, ec2);
      expect(await types.knowing(['m6i.*'])).to.equal(undefined);
      expect(await types.knowing(['g5.*'])).to.equal(undefined);
      expect(ec2.matching.callCount).to.equal(1);
      expect(session.logger.messages('warn')).to.have.length(1);
      expect(session.logger.messages('warn')[0])
        .to.include('(ec2:DescribeInstanceTypes: UnauthorizedOperation: no)')
        .and.match(/Allow ec2:DescribeInstanceTypes to the credentials in use\.$/);
    });
  }

  it('waits out a throttle, for a minute', async () => {
    const session = fakeSession();
    const ec2 = stubInstanceTypesApi([LARGE]);
    ec2.matching.onFirstCall().rejects(serviceError('throttled'));
    const types = typeCatalogue(session, ec2);
    expect((await settledWith(session.clock, types.knowing(['m6i.*']))).value).to.deep.equal([LARGE]);
    ec2.matching.reset();
    ec2.matching.rejects(serviceError('throttled'));
    const given = await settledWith(session.clock, types.knowing(['g5.*']), 61_000);
    expect(given.error).to.equal(undefined);
    expect(given.value).to.equal(undefined);
  });

  it('hides no error of another kind, and asks again after it', async () => {
    const ec2 = stubInstanceTypesApi([LARGE]);
    const failure = new Error('a bug');
    ec2.matching.onFirstCall().rejects(failure);
    const types = typeCatalogue(fakeSession(), ec2);
    expect(await failureOf(types.knowing(['m6i.*']))).to.equal(failure);
    expect(await types.knowing(['m6i.*'])).to.deep.equal([LARGE]);
  });
});
