import { evaluate } from '../lang/literal-evaluator.js';
import type { FaultList } from '../lang/script-error.js';
import type { SourceText } from '../lang/source-text.js';
import {
  describeStatement,
  formatPath,
  type Assignment,
  type Block,
  type Statement,
  type ValueStatement,
} from '../lang/syntax-tree.js';
import { readDirective } from './directive-call.js';
import type { DirectiveCall, ProcessDeclaration } from './pipeline.js';
import { readInput, readOutputPath } from './path-declaration.js';
import { dedentScript } from './script-text.js';

const BODY =
  "A process holds directives, then optional sections 'input:' and 'output:' in this order, then a 'script:' section with one string";

type Section = 'directives' | 'input' | 'output' | 'script';

/** What may come before a section. */
const BEFORE: ReadonlyMap<string, readonly Section[]> = new Map([
  ['input', ['directives']],
  ['output', ['directives', 'input']],
  ['script', ['directives', 'input', 'output', 'script']],
]);

/** Reads `process NAME { ... }`. What is wrong goes to `faults`; the declaration returned is then incomplete. */
export function readProcess(
  block: Block,
  name: string,
  source: SourceText,
  faults: FaultList,
): ProcessDeclaration {
  return new ProcessReader(source, faults).read(block, name);
}

class ProcessReader {
  private section: Section = 'directives';
  private readonly directives: DirectiveCall[] = [];
  private readonly inputs: string[] = [];
  private readonly outputs: string[] = [];
  private outputsStdout = false;
  private script: string | undefined;

  constructor(
    private readonly source: SourceText,
    private readonly faults: FaultList,
  ) {}

  read(block: Block, name: string): ProcessDeclaration {
    const before = this.faults.count;
    for (const statement of block.body) this.readStatement(statement);
    // A fault in the body may be the very reason why no script was found.
    if (this.script === undefined && this.faults.count === before) {
      this.faults.add(block.span, `process ${name} has no script`, "Add a 'script:' section with one string");
    }
    const location = this.source.locate(block.span.start);
    const { directives, inputs, outputs, outputsStdout, script = '' } = this;
    return { name, location, directives, inputs, outputs, outputsStdout, script };
  }

  private readStatement(statement: Statement): void {
    if (this.script !== undefined) {
      this.refuse(statement, 'after the script', 'Move it before the script, which ends a process');
    } else if (statement.kind === 'label') {
      this.enterSection(statement);
    } else if (statement.kind === 'value') {
      this.readScript(statement);
    } else if (this.section === 'directives') {
      this.readHead(statement);
    } else if (this.section === 'input') {
      this.add(this.inputs, readInput(statement, this.inputs, this.faults));
    } else if (this.section === 'output') {
      this.readOutput(statement);
    } else {
      this.refuse(statement, 'in a script', 'Write the script as one string, in single quotes');
    }
  }

  private enterSection(label: Statement & { kind: 'label' }): void {
    const fits = BEFORE.get(label.name)?.includes(this.section) === true;
    if (fits) this.section = label.name as Section;
    else this.refuse(label, 'here', BODY);
  }

  private readScript(statement: ValueStatement): void {
    const value = evaluate(statement.value, this.faults);
    if (typeof value !== 'string') {
      this.refuse(statement, 'in a process', BODY);
      return;
    }
    this.script = dedentScript(value);
    if (this.script === '')
      this.faults.add(statement.span, 'the script is empty', 'Write at least one command');
  }

  private readHead(statement: Exclude<Statement, ValueStatement>): void {
    if (statement.kind === 'assignment') {
      this.refuseAssignment(statement);
      return;
    }
    if (statement.kind !== 'call') {
      this.refuse(statement, 'in a process', BODY);
      return;
    }
    const directive = readDirective(statement, this.source, this.faults);
    if (directive !== undefined) this.directives.push(directive);
  }

  private readOutput(statement: Statement): void {
    const plain = statement.kind === 'call' && statement.bare && formatPath(statement.path) === 'stdout';
    if (plain && !this.outputsStdout) this.outputsStdout = true;
    else this.add(this.outputs, readOutputPath(statement, this.outputs, this.faults));
  }

  private add(paths: string[], path: string | undefined): void {
    if (path !== undefined) paths.push(path);
  }

  private refuseAssignment(statement: Assignment): void {
    const name = formatPath(statement.path);
    this.refuse(statement, 'in a process', `Write a directive without the equals sign: ${name} value`);
  }

  private refuse(statement: Statement, where: string, advice: string): void {
    this.faults.add(statement.span, `${describeStatement(statement)} is not supported ${where}`, advice);
  }
}
