import { expect } from 'chai';
import { QueryParameters } from '../../../local/ec2/query-parameters.js';
import { AwsError } from '../../../local/http/aws-error.js';

describe(QueryParameters.name, () => {
  it('reads lists in the order of their numbers', () => {
    const form = new URLSearchParams('VpcId.10=c&VpcId.2=b&VpcId.1=a');
    expect(new QueryParameters(form).list('VpcId')).to.deep.equal(['a', 'b', 'c']);
  });

  it('reads filters with all their values', () => {
    const form = new URLSearchParams('Filter.1.Name=x&Filter.1.Value.1=a&Filter.1.Value.2=b&Filter.2.Name=y');
    expect(new QueryParameters(form).filters()).to.deep.equal([
      { name: 'x', values: ['a', 'b'] },
      { name: 'y', values: [] },
    ]);
  });

  it('refuses at the end what nothing has read, naming all of it', () => {
    const parameters = new QueryParameters(new URLSearchParams('Action=A&Version=1&Known=1&Odd=1&Even.2=1'));
    parameters.text('Known');
    expect(() => parameters.refuseUnread()).to.throw(AwsError, 'The parameter Even.2, Odd is not recognized');
  });
});
