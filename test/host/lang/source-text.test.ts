import { expect } from 'chai';
import fc from 'fast-check';
import { SourceText } from '../../../host/lang/source-text.js';

describe(SourceText.name, () => {
  it('counts lines and columns from 1', () => {
    const source = new SourceText('main.nf', 'ab\ncd');
    expect(source.locate(0)).to.deep.equal({ path: 'main.nf', line: 1, column: 1 });
    expect(source.locate(4)).to.deep.equal({ path: 'main.nf', line: 2, column: 2 });
    expect(source.locate(5)).to.deep.equal({ path: 'main.nf', line: 2, column: 3 });
  });

  it('takes LF, CRLF and CR as line ends', () => {
    const source = new SourceText('main.nf', 'a\r\nb\rc\nd');
    expect([3, 5, 7].map((offset) => source.locate(offset).line)).to.deep.equal([2, 3, 4]);
    expect(source.excerpt(3)).to.equal('2 | b\n  | ^');
  });

  it('drops a byte order mark', () => {
    expect(new SourceText('main.nf', '\uFEFFa').text).to.equal('a');
  });

  it('puts the caret under the place also behind tabs', () => {
    expect(new SourceText('main.nf', '\tcpus x').excerpt(6)).to.equal('1 | \tcpus x\n  | \t     ^');
  });

  it('cuts a long line around the place', () => {
    const excerpt = new SourceText('main.nf', `${'a'.repeat(500)}!${'b'.repeat(500)}`).excerpt(500);
    const [line = '', caret = ''] = excerpt.split('\n');
    expect(line.length).to.be.lessThan(140);
    expect(line.charAt(caret.indexOf('^'))).to.equal('!');
  });

  it('hides what is assigned to a secret setting', () => {
    const source = new SourceText('nextflow.config', "aws.secretKey = 'abc' // mine\naws.region = 'x'");
    expect(source.excerpt(18)).to.contain('aws.secretKey = ***** ** ****').and.not.contain('abc');
    expect(source.quote({ start: 16, end: 21 })).to.equal('*****');
    expect(source.excerpt(31)).to.contain("aws.region = 'x'");
  });

  it('shows control characters and turned writing as escapes, with the caret still in place', () => {
    const source = new SourceText('main.nf', "\u001B[31mcpus \u202E'x'");
    expect(source.excerpt(11)).to.equal(`1 | \\u001B[31mcpus \\u202E'x'\n  | ${' '.repeat(21)}^`);
    expect(source.quote({ start: 0, end: 5 })).to.equal('\\u001B[31m');
  });

  it('quotes one line at most, and forty characters', () => {
    const source = new SourceText('main.nf', `a\nb${'c'.repeat(100)}`);
    expect(source.quote({ start: 0, end: 3 })).to.equal('a…');
    expect(source.quote({ start: 2, end: 80 })).to.have.lengthOf(41);
  });

  it('locates every offset on the line that holds it', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\n', '\r\n', '\t')), fc.nat(), (parts, seed) => {
        const text = parts.join('');
        const offset = seed % (text.length + 1);
        const { line, column } = new SourceText('f', text).locate(offset);
        const before = text.slice(0, offset);
        expect(line).to.equal(before.split('\n').length);
        expect(column).to.equal(offset - (before.lastIndexOf('\n') + 1) + 1);
      }),
    );
  });
});
