import { nearestName } from '../lang/nearest-name.js';
import type { FaultList } from '../lang/script-error.js';
import type { SourceText } from '../lang/source-text.js';
import { describeStatement, formatPath, type Block, type Call, type Statement } from '../lang/syntax-tree.js';
import { exampleCall, readCallInputs } from './call-inputs.js';
import type { PipelineCall, ProcessDeclaration } from './pipeline.js';

const BODY =
  "A workflow holds calls of processes: NAME(), NAME() | view or NAME | view, with the URIs of its inputs: NAME('s3://my-bucket/file')";

/** The operator that shows an output. */
export const VIEW = 'view';

/** Reads `workflow { ... }`. What is wrong goes to `faults`. */
export function readWorkflow(
  block: Block,
  processes: ReadonlyMap<string, ProcessDeclaration>,
  source: SourceText,
  faults: FaultList,
): PipelineCall[] {
  return new WorkflowReader(processes, source, faults).read(block);
}

class WorkflowReader {
  private readonly calls: PipelineCall[] = [];

  constructor(
    private readonly processes: ReadonlyMap<string, ProcessDeclaration>,
    private readonly source: SourceText,
    private readonly faults: FaultList,
  ) {}

  read(block: Block): PipelineCall[] {
    for (const statement of block.body) this.readStatement(statement);
    if (block.body.length === 0) this.faults.add(block.span, 'the workflow calls no process', BODY);
    return this.calls;
  }

  private readStatement(statement: Statement): void {
    if (statement.kind === 'call') this.readCall(statement);
    else if (statement.kind === 'pipe') this.readPipe(statement.stages);
    else
      this.faults.add(statement.span, `${describeStatement(statement)} is not supported in a workflow`, BODY);
  }

  private readCall(call: Call): void {
    const process = this.findProcess(call);
    if (process === undefined) return;
    if (call.bare) {
      this.faults.add(
        call.span,
        `process ${process.name} is named but not called`,
        `Write ${exampleCall(process.name, process.inputs)}`,
      );
    } else {
      this.addCall(process, call, false);
    }
  }

  private readPipe([first, ...operators]: readonly [Call, Call, ...Call[]]): void {
    const process = this.findProcess(first);
    const fits = this.checkOperators(operators);
    if (process === undefined || !fits) return;
    if (!process.outputsStdout) {
      const advice = "Add an 'output:' section with stdout to the process, or call it without view";
      this.faults.add(first.span, `process ${process.name} has no output that view could show`, advice);
    }
    this.addCall(process, first, true);
  }

  private checkOperators(operators: readonly Call[]): boolean {
    const before = this.faults.count;
    for (const [index, operator] of operators.entries()) {
      const name = formatPath(operator.path);
      const plain = operator.positional.length === 0 && operator.named.length === 0;
      if (name !== VIEW) this.faults.add(operator.span, `a pipe into ${name} is not supported`, BODY);
      else if (!plain) this.faults.add(operator.span, 'arguments of view are not supported', BODY);
      else if (index > 0) this.faults.add(operator.span, 'a pipe out of view is not supported', BODY);
    }
    return this.faults.count === before;
  }

  private addCall(process: ProcessDeclaration, call: Call, view: boolean): void {
    const { name } = process;
    const inputs = readCallInputs(call, process, this.faults);
    if (this.calls.some((earlier) => earlier.process === name)) {
      const advice = 'Declare a second process under another name';
      this.faults.add(call.span, `process ${name} is called twice`, advice);
    } else {
      this.calls.push({ process: name, inputs, view, location: this.source.locate(call.span.start) });
    }
  }

  /** `NAME.out.view()`: what to write instead where `NAME` is a process. */
  private pipeOf({ path }: Call): string | undefined {
    const [process, ...rest] = path;
    const output = rest.length === 2 && rest[0]?.text === 'out' ? rest[1] : undefined;
    if (process === undefined || output === undefined || !this.processes.has(process.text)) return undefined;
    return `Write it as a pipe: ${process.text}() | ${output.text}`;
  }

  private findProcess(call: Call): ProcessDeclaration | undefined {
    const name = formatPath(call.path);
    const process = this.processes.get(name);
    if (process !== undefined) return process;
    const piped = this.pipeOf(call);
    if (piped !== undefined) {
      this.faults.add(call.span, `the call ${name}() on an output is not supported`, piped);
      return undefined;
    }
    const nearest = nearestName(name, this.processes.keys());
    const declared = [...this.processes.keys()].join(', ');
    const known = declared === '' ? 'The script declares no process' : `The script declares ${declared}`;
    const advice = nearest === undefined ? `${known}. ${BODY}` : `Did you mean ${nearest}?`;
    this.faults.add(call.span, `there is no process ${name}`, advice);
    return undefined;
  }
}
