import { expect } from 'chai';
import { isExecutorError } from '../../../spi/index.js';
import { FaultList, ScriptError } from '../../../host/lang/script-error.js';
import { SourceText } from '../../../host/lang/source-text.js';
import { refusal } from './refusal.js';

const source = new SourceText('main.nf', 'first line\nsecond line');

describe(ScriptError.name, () => {
  it('says where, what, what to do, and shows the line with a caret', () => {
    const faults = new FaultList(source);
    faults.add({ start: 18, end: 22 }, 'this is wrong', 'Write something else');
    const error = refusal(() => {
      faults.throwIfAny();
    });
    expect(error.message).to.equal(
      'main.nf:2:8: this is wrong. Write something else.\n2 | second line\n  |        ^',
    );
    expect(error).to.include({
      name: 'ScriptError',
      code: 'SCRIPT_INVALID',
      path: 'main.nf',
      line: 2,
      column: 8,
    });
    expect(error.faults[0]?.text).to.equal('line');
    expect(isExecutorError(error)).to.equal(true);
  });

  it('lists every fault in the order of the text', () => {
    const faults = new FaultList(source);
    faults.add({ start: 11, end: 17 }, 'later', 'Drop it');
    faults.add({ start: 0, end: 5 }, 'earlier', 'Did you mean x?');
    const error = refusal(() => {
      faults.throwIfAny();
    });
    expect(error.message).to.match(
      /^Cannot use the file: 2 faults were found\. Correct them all:\n\nmain\.nf:1:1: earlier\. Did you mean x\?\n/,
    );
    expect(error.message).to.contain('\n\nmain.nf:2:1: later. Drop it.\n');
    expect(error.line).to.equal(1);
  });
});

describe(FaultList.name, () => {
  it('throws nothing when it holds nothing', () => {
    const faults = new FaultList(source);
    faults.throwIfAny();
    expect(faults.count).to.equal(0);
  });
});
