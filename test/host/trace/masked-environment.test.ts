import { expect } from 'chai';
import { maskedEnvironment } from '../../../host/trace/masked-environment.js';

describe(maskedEnvironment.name, () => {
  it('shows variables a line each', () => {
    expect(maskedEnvironment({ SAMPLE: 's 1', MODE: '' })).to.equal('SAMPLE=s 1\nMODE=');
    expect(maskedEnvironment({})).to.equal('');
  });

  for (const name of [
    ...['AWS_REGION', 'aws_x', 'GITHUB_TOKEN', 'MY_SECRET_ID', 'DB_PASSWORD', 'API_KEY', 'ACCESSKEY'],
    ...['PRIVATE_KEY', 'GOOGLE_CREDENTIALS', 'LM_LICENSE', 'GPG_PASSPHRASE'],
  ]) {
    it(`hides the value of ${name}`, () => {
      expect(maskedEnvironment({ [name]: 'value' })).to.equal(`${name}=[secure]`);
    });
  }

  it('hides a credential in the value of any variable', () => {
    expect(maskedEnvironment({ DB: 'postgres://me:hunter22@host/db', KEYBOARD: 'de' })).to.equal(
      'DB=postgres://***@host/db\nKEYBOARD=de',
    );
  });
});
