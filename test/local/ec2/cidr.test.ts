import { expect } from 'chai';
import { cidrText, contains, overlap, parseCidr } from '../../../local/ec2/cidr.js';

const cidr = (text: string): NonNullable<ReturnType<typeof parseCidr>> => parseCidr(text)!;

describe(parseCidr.name, () => {
  for (const text of ['10.0.0.0/16', '0.0.0.0/0', '255.255.255.255/32', '172.31.16.0/20']) {
    it(`reads ${text}`, () => expect(cidrText(cidr(text))).to.equal(text));
  }
  for (const text of ['10.0.0.0', '10.0.0.256/16', '10.0.0.0/33', '10.0.0/16', 'x', '::/0']) {
    it(`refuses ${text}`, () => expect(parseCidr(text)).to.equal(undefined));
  }
  it('drops bits of the host', () => expect(cidrText(cidr('10.1.2.3/16'))).to.equal('10.1.0.0/16'));

  it('knows what lies in what', () => {
    expect(contains(cidr('10.0.0.0/16'), cidr('10.0.255.0/24'))).to.equal(true);
    expect(contains(cidr('10.0.0.0/16'), cidr('10.1.0.0/24'))).to.equal(false);
    expect(contains(cidr('10.0.0.0/24'), cidr('10.0.0.0/16'))).to.equal(false);
    expect(overlap(cidr('10.0.0.0/24'), cidr('10.0.0.0/16'))).to.equal(true);
    expect(overlap(cidr('10.0.0.0/24'), cidr('10.0.1.0/24'))).to.equal(false);
  });
});
