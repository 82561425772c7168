import { ExecutorError } from '../../spi/index.js';
import type { SourceLocation, SourceText, Span } from './source-text.js';

/** One place in a pipeline script or configuration file that the engine cannot read. */
export interface ScriptFault {
  readonly location: SourceLocation;
  /** The offending text, shortened. */
  readonly text: string;
  /** What is wrong there. */
  readonly message: string;
  /** What is supported, or what to write instead; a sentence. */
  readonly advice: string;
  /** The source line with a caret under the place. */
  readonly excerpt: string;
}

/**
 * A script or configuration file is not in the language this engine reads. The message shows every fault
 * with its place, so `problems` stays empty; programs read `faults`.
 */
export class ScriptError extends ExecutorError {
  readonly faults: readonly ScriptFault[];
  /** The file. */
  readonly path: string;
  /** Line of the first fault, from 1. */
  readonly line: number;
  /** Column of the first fault, from 1. */
  readonly column: number;

  constructor(faults: readonly [ScriptFault, ...ScriptFault[]]) {
    super(describe(faults), { code: 'SCRIPT_INVALID' });
    const [first] = faults;
    this.faults = faults;
    this.path = first.location.path;
    this.line = first.location.line;
    this.column = first.location.column;
  }
}

/** `main.nf:3:5`, the form editors and terminals turn into a link. */
export function formatLocation(location: SourceLocation): string {
  return `${location.path}:${location.line}:${location.column}`;
}

/** Describes what stands at `span` as a fault. `message` and `advice` come without a full stop at their end;
 * an advice may be a question. */
export function faultAt(source: SourceText, span: Span, message: string, advice: string): ScriptFault {
  return {
    location: source.locate(span.start),
    text: source.quote(span),
    message,
    advice,
    excerpt: source.excerpt(span.start),
  };
}

/** Gathers the faults of one file, so that people hear of all of them at once. */
export class FaultList {
  private readonly faults: ScriptFault[] = [];

  constructor(private readonly source: SourceText) {}

  get count(): number {
    return this.faults.length;
  }

  add(span: Span, message: string, advice: string): void {
    this.faults.push(faultAt(this.source, span, message, advice));
  }

  /** @throws ScriptError with every fault, in the order of the text. */
  throwIfAny(): void {
    const [first, ...rest] = [...this.faults].sort(
      (a, b) => a.location.line - b.location.line || a.location.column - b.location.column,
    );
    if (first !== undefined) throw new ScriptError([first, ...rest]);
  }
}

function describe(faults: readonly ScriptFault[]): string {
  const blocks = faults.map((fault) => {
    const advice = fault.advice.endsWith('?') ? fault.advice : `${fault.advice}.`;
    return `${formatLocation(fault.location)}: ${fault.message}. ${advice}\n${fault.excerpt}`;
  });
  return blocks.length === 1
    ? (blocks[0] ?? '')
    : `Cannot use the file: ${blocks.length} faults were found. Correct them all:\n\n${blocks.join('\n\n')}`;
}
