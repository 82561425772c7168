import { expect } from 'chai';
import { storageAdvice } from '../../../host/storage/storage-advice.js';

describe(storageAdvice.name, () => {
  const cases: readonly (readonly [name: string, advice: string])[] = [
    ['AccessDenied', 's3:ListBucket'],
    ['ExpiredToken', 'Renew the credentials'],
    ['CredentialsProviderError', 'Log in'],
    ['RequestTimeTooSkewed', 'clock'],
    ['PermanentRedirect', 'aws.region'],
    ['ECONNREFUSED', 'nothing listens there'],
    ['Whatever', 'Check that the bucket exists'],
  ];
  for (const [name, advice] of cases) {
    it(`says "${advice}" of ${name}`, () => expect(storageAdvice(name)).to.include(advice));
  }
});
