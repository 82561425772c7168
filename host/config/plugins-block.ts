import { evaluate } from '../lang/literal-evaluator.js';
import type { FaultList } from '../lang/script-error.js';
import type { Span } from '../lang/source-text.js';
import {
  describeStatement,
  formatPath,
  type Block,
  type Call,
  type Expression,
  type Statement,
} from '../lang/syntax-tree.js';
import { parsePluginId, PLUGIN_ID_FORM, type PluginIdRequest } from '../plugin/plugin-request.js';
import { isRead } from './reading.js';

/** The name of the block, at the top of a file. */
export const PLUGINS = 'plugins';

/** How the block is written; a sentence without its full stop. */
export const PLUGINS_FORM = "Write plugins { id 'nf-name@1.2.3' }, with a line for each plugin";

/** The ids of `plugins { id 'name@version' }`, in their order. What is none becomes a fault. */
export function readPluginsBlock(
  block: Block,
  faults: FaultList,
  originOf: (span: Span) => string,
): PluginIdRequest[] {
  return block.body.flatMap((statement) => {
    const text = idOf(statement, faults);
    if (text === undefined) return [];
    const reading = parsePluginId(text, originOf(statement.span));
    if (isRead(reading)) return [reading.value];
    faults.add(statement.span, reading.problem, PLUGIN_ID_FORM);
    return [];
  });
}

function idOf(statement: Statement, faults: FaultList): string | undefined {
  const before = faults.count;
  const value = isIdCall(statement) ? evaluate(statement.positional[0], faults) : undefined;
  if (typeof value === 'string') return value;
  // A variable is a fault of its own already.
  if (faults.count === before)
    faults.add(statement.span, `${describeStatement(statement)} names no plugin`, PLUGINS_FORM);
  return undefined;
}

type IdCall = Call & { readonly positional: readonly [Expression] };

function isIdCall(statement: Statement): statement is IdCall {
  return (
    statement.kind === 'call' &&
    formatPath(statement.path) === 'id' &&
    statement.positional.length === 1 &&
    statement.named.length === 0
  );
}
