import { expect } from 'chai';
import { SourceText } from '../../../host/lang/source-text.js';
import { parseStatements, type Dialect } from '../../../host/lang/statement-parser.js';
import { describeStatement } from '../../../host/lang/syntax-tree.js';

const dialect: Dialect = { supported: 'All is', refusedWords: new Map(), refusedLabels: new Map() };

describe(describeStatement.name, () => {
  for (const [text, named] of [
    ['aws.region = 1', 'the assignment to aws.region'],
    ['aws.ecs { }', 'the block aws.ecs { ... }'],
    ["println 'x'", 'the call println'],
    ['ch.view()', 'the call ch.view'],
    ['stdout', 'the name stdout'],
    ['a | b', 'the pipe'],
    ['output:', 'the section output:'],
    ["'x'", 'a value that stands alone'],
  ] as const) {
    it(`calls ${text} ${named}`, () => {
      const [statement] = parseStatements(new SourceText('f', text), dialect);
      expect(describeStatement(statement!)).to.equal(named);
    });
  }
});
