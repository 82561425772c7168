import { expect } from 'chai';
import { listedCodes, readMore, sectionOf } from '../../../cli/problems/error-page.js';

const page = '# Errors\n\nIntro.\n\n### `A_CODE`\n\nWhy.\n\n**Mend:** Do.\n\n### `B_CODE`\n\nOther.\n';

describe(sectionOf.name, () => {
  it('gives a section up to the next heading, and the last to the end', () => {
    expect(sectionOf(page, 'A_CODE')).to.equal('### `A_CODE`\n\nWhy.\n\n**Mend:** Do.');
    expect(sectionOf(page, 'B_CODE')).to.equal('### `B_CODE`\n\nOther.');
  });

  it('gives nothing for a code the page lacks, also where a longer one begins like it', () =>
    expect(sectionOf(page, 'A_COD')).to.equal(undefined));
});

describe(listedCodes.name, () => {
  it('lists the codes in the order of the page', () =>
    expect(listedCodes(page)).to.deep.equal(['A_CODE', 'B_CODE']));
});

describe(readMore.name, () => {
  const problem = { path: 'x', message: 'is wrong' };

  it('is one line with the code and the command', () =>
    expect(readMore({ code: 'A_CODE', problems: [problem] })).to.equal(
      '[A_CODE] Read more: nf-awsecs help A_CODE',
    ));

  it('leads to the code of all problems where they share one', () => {
    const one = { ...problem, code: 'B_CODE' };
    expect(readMore({ code: 'A_CODE', problems: [one, one] })).to.equal(
      '[A_CODE] Read more: nf-awsecs help B_CODE',
    );
    expect(readMore({ code: 'A_CODE', problems: [one, problem] })).to.equal(
      '[A_CODE] Read more: nf-awsecs help A_CODE',
    );
  });
});
