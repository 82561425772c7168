import { expect } from 'chai';
import { chooseColumns } from '../../../host/trace/trace-columns.js';
import { defaultFields, nextflowColumns } from '../../../host/trace/nextflow-fields.js';
import { isExecutorError, type Executor, type TraceField } from '../../../spi/index.js';

function executor(name: string, traceFields?: readonly TraceField[]): Executor {
  return { name, ...(traceFields === undefined ? {} : { traceFields }) } as Executor;
}

const acme = executor('acme', [
  { name: 'zone', type: 'text', help: 'zone' },
  { name: 'cost', type: 'money', help: 'cost' },
  { name: 'memory', type: 'text', help: 'not as Nextflow has it' },
]);
const other = executor('other', [{ name: 'zone', type: 'count', help: 'another zone' }]);

describe(chooseColumns.name, () => {
  it("is Nextflow's default ones, then the executors' own, each once", () => {
    const names = chooseColumns(undefined, [acme, executor('plain'), other]).map(({ name }) => name);
    expect(names).to.deep.equal([...defaultFields, 'zone', 'cost', 'memory']);
  });

  it('is what the user chose, in that order, of all there is', () => {
    expect(chooseColumns(['cost', '%cpu', 'name'], [acme])).to.deep.equal([
      { name: 'cost', type: 'money' },
      { name: '%cpu', type: 'percent' },
      { name: 'name', type: 'text' },
    ]);
    const all = nextflowColumns.map(({ name }) => name);
    expect(chooseColumns(all, []).map(({ name }) => name)).to.deep.equal(all);
  });

  it("writes a field of two owners by Nextflow's type, else by the first executor's", () => {
    expect(chooseColumns(['memory', 'zone'], [acme, other])).to.deep.equal([
      { name: 'memory', type: 'memory' },
      { name: 'zone', type: 'text' },
    ]);
  });

  it('refuses every name that nobody knows, with the nearest', () => {
    try {
      chooseColumns(['nmae', 'name', 'costs', 'quux', 'zone'], [acme]);
      expect.fail('it was accepted');
    } catch (error) {
      if (!isExecutorError(error)) throw error;
      expect(error.code).to.equal('TRACE_FIELD_UNKNOWN');
      expect(error.problems.map(({ found, fix }) => [found, fix])).to.deep.equal([
        ['nmae', 'Leave it out; docs/trace.md lists all fields.'],
        ['costs', 'Did you mean cost?'],
        ['quux', 'Leave it out; docs/trace.md lists all fields.'],
      ]);
    }
  });
});
