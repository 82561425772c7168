import { expect } from 'chai';
import { evaluate } from '../../../host/lang/literal-evaluator.js';
import { FaultList } from '../../../host/lang/script-error.js';
import { SourceText } from '../../../host/lang/source-text.js';
import { parseStatements } from '../../../host/lang/statement-parser.js';
import { brief, refusal } from './refusal.js';

function evaluateText(text: string): unknown {
  const source = new SourceText('f', `a = ${text}`);
  const faults = new FaultList(source);
  const dialect = { supported: '', refusedWords: new Map(), refusedLabels: new Map() };
  const [statement] = parseStatements(source, dialect);
  const value = statement?.kind === 'assignment' ? evaluate(statement.value, faults) : undefined;
  faults.throwIfAny();
  return value;
}

describe(evaluate.name, () => {
  it('gives lists and maps of what they hold', () => {
    expect(evaluateText("[a: [1, 'x', null], 'b c': [d: true]]")).to.deep.equal({
      a: [1, 'x', null],
      'b c': { d: true },
    });
  });

  it('takes an amount with a unit as the text that means the same', () => {
    expect(evaluateText('[768.GB, 1.5.gb, 72.h, 90.min, 1_000.ms, 0.5.d, 2.m]')).to.deep.equal([
      '768 GB',
      '1.5 gb',
      '72 h',
      '90 min',
      '1000 ms',
      '0.5 d',
      '2 m',
    ]);
  });

  it('names every variable', () => {
    expect(brief(refusal(() => evaluateText('[a: params.x, b: [1, y]]')))).to.deep.equal([
      '1:9 the variable params.x is not supported',
      '1:26 the variable y is not supported',
    ]);
  });

  it('takes __proto__ as a key like any other', () => {
    const value = evaluateText('[__proto__: [polluted: true]]') as object;
    expect(Object.keys(value)).to.deep.equal(['__proto__']);
    expect(value).not.to.have.property('polluted');
  });
});
