import { expect } from 'chai';
import fc from 'fast-check';
import { QueryParameters } from '../../../local/ec2/query-parameters.js';
import { pageElement, readPage } from '../../../local/ec2/result-page.js';
import { AwsError } from '../../../local/http/aws-error.js';

const parameters = (given: Readonly<Record<string, string>>): QueryParameters =>
  new QueryParameters(new URLSearchParams(given));

/** Items of all pages, read one after the other as a client does. */
function walked(items: readonly string[], size: number): string[] {
  const seen: string[] = [];
  for (let token: string | undefined = ''; token !== undefined;) {
    const page = readPage(
      parameters({ MaxResults: String(size), ...(token === '' ? {} : { NextToken: token }) }),
      1000,
    );
    const answer = pageElement('set', items, page, (name) => ({ name }));
    const { item } = answer['set'] as { readonly item: readonly { readonly name: string }[] };
    expect(item.length).to.be.at.most(size);
    seen.push(...item.map(({ name }) => name));
    token = answer['nextToken'] as string | undefined;
  }
  return seen;
}

describe('pages of EC2', () => {
  it('together hold every item once, in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string(), { maxLength: 60 }),
        fc.integer({ min: 5, max: 20 }),
        (items, size) => {
          expect(walked(items, size)).to.deep.equal(items);
        },
      ),
    );
  });

  for (const given of [
    { MaxResults: '4' },
    { MaxResults: '1001' },
    { MaxResults: '5.5' },
    { MaxResults: 'ten' },
    { NextToken: 'x' },
  ]) {
    it(`are refused with ${JSON.stringify(given)}`, () => {
      expect(() => readPage(parameters(given), 1000))
        .to.throw(AwsError)
        .with.property('code', 'InvalidParameterValue');
    });
  }
});
