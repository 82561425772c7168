import { expect } from 'chai';
import { crc32c, crc64nvme } from '../../../local/s3/crc.js';

/** The check value of a CRC catalogue is that of these nine bytes, here fed in two pieces. */
function check(crc: ReturnType<typeof crc32c>): string {
  crc.update(Buffer.from('1234'));
  crc.update(Buffer.from('56789'));
  return crc.digest().toString('hex');
}

describe(crc32c.name, () => {
  it('has the catalogued check value', () => expect(check(crc32c())).to.equal('e3069283'));
  it('is zero for no bytes', () => expect(crc32c().digest().toString('hex')).to.equal('00000000'));
});

describe(crc64nvme.name, () => {
  it('has the catalogued check value', () => expect(check(crc64nvme())).to.equal('ae8b14860a799888'));
});
