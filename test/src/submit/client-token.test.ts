import { expect } from 'chai';
import { clientToken } from '../../../src/submit/client-token.js';

describe(clientToken.name, () => {
  it('is the same for the same submit and fits what ECS takes', () => {
    const token = clientToken('cluster', 's3://b/w', 0);
    expect(clientToken('cluster', 's3://b/w', 0)).to.equal(token);
    expect(token).to.match(/^[\x21-\x7e]{1,64}$/);
  });

  it('differs by cluster, work dir and definite try, and cannot be made alike by moving text', () => {
    const tokens = [
      clientToken('c', 'w', 0),
      clientToken('c', 'w', 1),
      clientToken('c', 'w2', 0),
      clientToken('c2', 'w', 0),
      clientToken('c"', 'w', 0),
      clientToken('c', '"w', 0),
      clientToken('cw', '', 0),
    ];
    expect(new Set(tokens).size).to.equal(tokens.length);
  });
});
