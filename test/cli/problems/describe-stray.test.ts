import { expect } from 'chai';
import { describeStray } from '../../../cli/problems/describe-stray.js';

describe(describeStray.name, () => {
  const secret = 'wJalrXUtnFEMIK7MDENG';

  it('shows no credential that the exception quotes, in message and stack', () => {
    const error = new TypeError(`GET /?X-Amz-Signature=${secret} failed`);
    expect(error.stack).to.contain(secret);
    for (const debugging of [false, true]) {
      const said = describeStray(error, debugging);
      expect(said).to.contain('TypeError: GET /?X-Amz-Signature=*** failed. Ending the run.');
      expect(said).not.to.contain(secret);
    }
  });

  it('writes what moves the cursor as escapes, of an error as of any other value', () => {
    expect(describeStray(new Error('\u001B[2J'), false)).to.contain('Error: \\u001B[2J. Ending the run.');
    expect(describeStray('\u001B[2J', true)).to.match(/: \\u001B\[2J\. Ending the run\.$/);
  });
});
