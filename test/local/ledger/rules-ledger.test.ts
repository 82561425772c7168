import { expect } from 'chai';
import { idsInTests, isModelled, isSure, readFactSheet, readLedger } from './ledger.js';

describe('the ledger local/RULES.md', () => {
  it('names every fact once, with a confidence and what the local cloud makes of it', async () => {
    const rows = await readLedger();
    expect(rows.length).to.be.at.least(200);
    expect(new Set(rows.map(({ id }) => id)).size).to.equal(rows.length);
    for (const { id, fact, confidence, model } of rows) {
      expect(fact, id).to.not.equal('');
      expect(confidence, id).to.match(/^[HML?]/);
      expect(model, id).to.match(/^\*\*not modelled\*\*: .{8}|^(?!\*\*not).{4}/);
    }
  });

  it('has a test that bears its id for every fact it calls modelled', async () => {
    const tested = await idsInTests();
    const untested = (await readLedger()).filter((row) => isModelled(row) && !tested.has(row.id));
    expect(untested.map(({ id, fact }) => `${id}: ${fact}`)).to.deep.equal([]);
  });

  it('knows every id a test bears, and calls it modelled', async () => {
    const modelled = new Set((await readLedger()).filter(isModelled).map(({ id }) => id));
    const strange = [...(await idsInTests())].filter(([id]) => !modelled.has(id));
    expect(strange.map(([id, files]) => `${id}: ${[...files].join(', ')}`)).to.deep.equal([]);
  });

  it('has a row for every fact of the fact sheet with confidence H or M, and says how many it models', async function () {
    const rows = new Map((await readLedger()).map((row) => [row.id, row]));
    const sheet = await readFactSheet();
    // The sheet lies beside the repository where it is developed; a clone elsewhere has only the ledger.
    if (sheet === undefined) this.skip();
    const sure = sheet.filter(isSure);
    expect(sure.length).to.be.at.least(150);
    expect(
      sure.filter(({ id }) => !rows.has(id)).map(({ id, cells }) => `${id}: ${cells[0] ?? ''}`),
    ).to.deep.equal([]);
    const modelled = [...rows.values()].filter(isModelled).length;
    process.stdout.write(
      `      ledger: ${rows.size} facts, ${modelled} modelled and tested, ${rows.size - modelled} not, each with why\n`,
    );
  });
});
