import { expect } from 'chai';
import { isUrl } from '../../spi/index.js';

describe(isUrl.name, () => {
  it('tells URLs from other texts', () => {
    const texts = ['http://127.0.0.1:4566', 'https://s3.example.org/x', 'http://[::1]:80', 's3://b/k'];
    expect(texts.filter(isUrl)).to.deep.equal(texts);
    expect(['', 'example.org', 'http://', 'http://a b', 'http://x:99999'].filter(isUrl)).to.deep.equal([]);
  });

  it('does not change its mind once the engine has compiled it', () => {
    const verdicts = new Set<boolean>();
    for (let call = 0; call < 50_000; call++) verdicts.add(isUrl('http://münchen.example'));
    expect([...verdicts]).to.deep.equal([true]);
  });
});
