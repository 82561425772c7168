import { FaultList, ScriptError, faultAt } from '../lang/script-error.js';
import { SourceText } from '../lang/source-text.js';
import { parseStatements, type Dialect } from '../lang/statement-parser.js';
import { describeStatement, formatPath, type Block, type Statement } from '../lang/syntax-tree.js';
import type { Pipeline, PipelineCall, ProcessDeclaration } from './pipeline.js';
import { readProcess } from './process-reader.js';
import { offeredToClosures } from './task-object.js';
import { readWorkflow, VIEW } from './workflow-reader.js';

const SUPPORTED = 'A pipeline script holds process NAME { ... } and one workflow { ... }';

const dialect: Dialect = {
  supported: `${SUPPORTED}; processes have directives, sections 'input:' with path 'name' and 'output:' with stdout and path 'name', and a 'script:' section`,
  offered: offeredToClosures,
  blockWords: new Set(['process', 'workflow']),
  refusedWords: new Map([
    ['assert', 'assertions are'],
    ['class', 'classes are'],
    ['def', 'definitions with def are'],
    ['enum', 'enumerations are'],
    ['for', 'loops with for are'],
    ['function', 'functions are'],
    ['if', 'conditions with if are'],
    ['import', 'imports are'],
    ['include', 'including other scripts is'],
    ['output', 'the output block is'],
    ['params', 'the params block is'],
    ['record', 'records are'],
    ['return', 'return is'],
    ['switch', 'conditions with switch are'],
    ['throw', 'exceptions are'],
    ['tuple', 'tuples of inputs and outputs are'],
    ['try', 'exception handling with try is'],
    ['while', 'loops with while are'],
  ]),
  refusedLabels: new Map([
    ['emit', 'the section emit: is'],
    ['exec', 'the section exec: is'],
    ['main', 'the section main: is'],
    ['publish', 'the section publish: is'],
    ['shell', 'the section shell: is'],
    ['stage', 'the section stage: is'],
    ['stub', 'the section stub: is'],
    ['take', 'the section take: is'],
    ['topic', 'the section topic: is'],
    ['when', 'the section when: is'],
  ]),
};

/**
 * Reads the text of a pipeline script; `path` is for messages.
 * @throws ScriptError at the first thing that is not in the language, or else with everything that is wrong.
 */
export function parsePipeline(text: string, path: string): Pipeline {
  return new PipelineReader(new SourceText(path, text)).read();
}

class PipelineReader {
  private readonly faults: FaultList;
  private readonly processes = new Map<string, ProcessDeclaration>();
  private workflow: Block | undefined;

  constructor(private readonly source: SourceText) {
    this.faults = new FaultList(source);
  }

  read(): Pipeline {
    for (const statement of this.parse()) this.readStatement(statement);
    const calls = this.readCalls();
    this.faults.throwIfAny();
    return { processes: this.processes, calls };
  }

  private parse(): readonly Statement[] {
    try {
      const statements = parseStatements(this.source, dialect);
      if (isConfiguration(statements)) throw this.configurationGiven();
      return statements;
    } catch (error) {
      if (error instanceof ScriptError && this.readsAsConfiguration()) throw this.configurationGiven();
      throw error;
    }
  }

  /** In a script a scope reads as a closure. */
  private readsAsConfiguration(): boolean {
    const { supported, refusedWords, refusedLabels, offered = new Map() } = dialect;
    try {
      return isConfiguration(
        parseStatements(this.source, { supported, refusedWords, refusedLabels, offered }),
      );
    } catch (error) {
      if (error instanceof ScriptError) return false;
      throw error;
    }
  }

  private configurationGiven(): ScriptError {
    const message = 'this is a configuration, not a pipeline script: it holds settings and no workflow';
    const advice = 'Give the script, e.g. main.nf, and add this file by -c';
    return new ScriptError([faultAt(this.source, { start: 0, end: 0 }, message, advice)]);
  }

  /** Calls are read last, so that a workflow may stand before the processes it calls. */
  private readCalls(): PipelineCall[] {
    if (this.workflow !== undefined)
      return readWorkflow(this.workflow, this.processes, this.source, this.faults);
    const end = this.source.text.trimEnd().length;
    const advice = 'Add workflow { NAME() } with the processes to run';
    this.faults.add({ start: end, end }, 'the script has no workflow block', advice);
    return [];
  }

  private readStatement(statement: Statement): void {
    const word = statement.kind === 'block' ? formatPath(statement.path) : undefined;
    if (statement.kind === 'block' && word === 'process') this.readProcess(statement);
    else if (statement.kind === 'block' && word === 'workflow') this.readWorkflowBlock(statement);
    else this.faults.add(statement.span, `${describeStatement(statement)} is not supported here`, SUPPORTED);
  }

  private readProcess(block: Block): void {
    const name = block.argument?.text;
    if (name === undefined) {
      this.faults.add(block.span, 'the process has no name', 'Write process NAME { ... }');
      return;
    }
    const span = block.argument?.span ?? block.span;
    const earlier = this.processes.get(name);
    if (name === VIEW)
      this.faults.add(span, `a process cannot be named ${name}`, 'Choose another name: that is an operator');
    if (earlier !== undefined) {
      const advice = `Rename one of them; the first is at line ${earlier.location.line}`;
      this.faults.add(span, `process ${name} is defined twice`, advice);
    }
    const declaration = readProcess(block, name, this.source, this.faults);
    if (earlier === undefined) this.processes.set(name, declaration);
  }

  private readWorkflowBlock(block: Block): void {
    if (block.argument !== undefined) {
      this.faults.add(block.span, `the named workflow ${block.argument.text} is not supported`, SUPPORTED);
    } else if (this.workflow !== undefined) {
      this.faults.add(block.span, 'the script has a second workflow block', SUPPORTED);
    } else {
      this.workflow = block;
    }
  }
}

/** Settings and scopes alone: somebody mistook `nextflow.config` for the script. */
function isConfiguration(statements: readonly Statement[]): boolean {
  return statements.length > 0 && statements.every(isSetting);
}

function isSetting(statement: Statement): boolean {
  if (statement.kind === 'assignment') return true;
  if (statement.kind !== 'block' || statement.argument !== undefined) return false;
  return formatPath(statement.path) !== 'workflow' && statement.body.every(isSetting);
}
