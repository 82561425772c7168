import { expect } from 'chai';
import { type EndingRig, useRig } from './ending-rig.js';

/** Scripts, and the status that the user must be told. */
const exits: readonly (readonly [script: string, status: number])[] = [
  ['exit 1', 1],
  ['exit 2', 2],
  ['touch tool; ./tool', 126],
  ['no-such-tool', 127],
  ['kill -9 $$', 137],
  ['kill -TERM $$', 143],
  ['exit 255', 255],
];

describe('nf-awsecs run of a task that exits', function () {
  this.timeout(30_000);
  let rig: EndingRig;
  useRig((opened) => (rig = opened));

  it('with 0 succeeds', async () => {
    const { code, said, attempts } = await rig.run([{ name: 'FINE', script: 'exit 0' }]);
    expect(code, said).to.equal(0);
    expect(said).to.contain('1 succeeded');
    expect(attempts).to.equal(1);
    expect(await rig.left()).to.deep.equal([]);
  });

  for (const [script, status] of exits) {
    it(`with ${status} (${script}) fails with it, what it printed, and one attempt`, async () => {
      const { code, said, attempts } = await rig.run([{ name: 'ENDS', script: `echo seen >&2; ${script}` }]);
      expect(code, said).to.equal(1);
      expect(said)
        .to.contain(`Process \`ENDS\` terminated with an error exit status (${status})`)
        .and.contain(`Command exit status:\n  ${status}\n`)
        .and.match(/Command error:\n {2}seen/);
      expect(attempts).to.equal(1);
      expect(await rig.left()).to.deep.equal([]);
    });
  }
});
