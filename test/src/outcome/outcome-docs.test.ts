import { expect } from 'chai';
import { rulesTables, statusesTable } from '../../../src/outcome/outcome-docs.js';
import { families, rules } from '../../../src/outcome/rules/rules.js';

/** The cells of the rows of a Markdown table, heads and rulers left out. */
function cells(page: string): string[][] {
  return page
    .split('\n')
    .filter((line) => /^\| (?!Ending|Status)/.test(line))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
}

describe(rulesTables.name, () => {
  const page = rulesTables();

  it('has a section for every family, each with its head', () => {
    const titles = [
      ...page.matchAll(
        /^### (.+)\n\n\| Ending \| Seen by \| Kind \| Tried again \| Code \| Fact \|\n(?:\|---){6}\|\n/gm,
      ),
    ];
    expect(titles.map(([, title]) => title)).to.deep.equal(families.map(({ title }) => title));
    expect(page.match(/\n\n### /g)).to.have.length(families.length - 1);
  });

  it('has a row for every rule, in their order, with all that is known of it', () => {
    const accounts = {
      counted: 'counted',
      never: 'never',
      interruptions: 'free: interruptions',
      capacity: 'free: capacity',
      disturbances: 'free: disturbances',
      resumption: 'free: resumption',
    };
    expect(cells(page)).to.deep.equal(
      rules.map(({ name, sign, fact, then: { kind, retry, code } }) => [
        '',
        name,
        sign,
        `\`${kind}\``,
        kind === 'completed' ? '' : accounts[retry],
        code === undefined ? '' : `[\`${code}\`](errors.md#${code.toLowerCase()})`,
        fact,
        '',
      ]),
    );
  });
});

describe(statusesTable.name, () => {
  it('has a row for every status, and no bar that would end a cell', () => {
    const page = statusesTable();
    expect(
      page.startsWith('| Status | Means | What to do |\n|---|---|---|\n| 126 | what should run'),
    ).to.equal(true);
    const rows = cells(page);
    expect(rows.map((row) => row.length)).to.deep.equal(rows.map(() => 5));
    expect(rows.map(([, status]) => status)).to.include.members(['127', '137', '255']);
    expect(page)
      .to.contain("add '\\|\\| true' behind")
      .and.contain('| 143 | the command was told to end (SIGTERM) |  |');
  });
});
