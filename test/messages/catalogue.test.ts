import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { listedCodes } from '../../cli/problems/error-page.js';
import { catalogue, secrets } from './catalogue.js';
import { endings } from '../src/outcome/endings/endings.js';
import { errorFaults } from './error-faults.js';
import { packageRoot } from './place.js';
import { raise } from './raise.js';

describe('the catalogue of messages', () => {
  it('has, with the endings of tasks, a case for every code of docs/errors.md, and none for another', async () => {
    const listed = listedCodes(await readFile(`${packageRoot}docs/errors.md`, 'utf8'));
    const raised = new Set([...catalogue, ...endings].flatMap(({ code }) => code ?? []));
    expect([...raised].sort()).to.deep.equal([...listed].sort());
  });

  it('gives every case a title of its own', () => {
    const names = catalogue.map(({ code, title }) => `${code}: ${title}`);
    expect(new Set(names).size).to.equal(names.length);
  });

  for (const one of catalogue) {
    it(`says ${one.code} by the grammar: ${one.title}`, async () => {
      const { error } = await raise(one);
      const faults = errorFaults(error, secrets);
      expect(faults, error.message).to.deep.equal([]);
    });
  }
});
