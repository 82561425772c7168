import { evaluate } from '../lang/literal-evaluator.js';
import { FaultList, formatLocation } from '../lang/script-error.js';
import { SourceText, type Span } from '../lang/source-text.js';
import { parseStatements, type Dialect } from '../lang/statement-parser.js';
import {
  describeStatement,
  formatPath,
  type Assignment,
  type Block,
  type Name,
  type Statement,
} from '../lang/syntax-tree.js';
import type { PluginIdRequest } from '../plugin/plugin-request.js';
import { findDirective } from '../script/directives.js';
import { readClosure } from '../script/directive-call.js';
import { offeredToClosures } from '../script/task-object.js';
import { PLUGINS, PLUGINS_FORM, readPluginsBlock } from './plugins-block.js';
import { refusedScopes } from './refused-settings.js';
import {
  emptyScope,
  nodeOf,
  setAt,
  type SettingConflict,
  type SettingNode,
  type SettingScope,
} from './settings-tree.js';

const SUPPORTED =
  'A configuration file holds settings (name = value, a.b.c = value) and scopes (name { ... }) of literal values';

const dialect: Dialect = {
  supported: SUPPORTED,
  offered: offeredToClosures,
  refusedWords: new Map([
    ['includeConfig', 'including another file with includeConfig is'],
    ['import', 'imports are'],
    ['def', 'definitions with def are'],
    ['if', 'conditions with if are'],
    ['for', 'loops with for are'],
    ['while', 'loops with while are'],
    ['try', 'exception handling with try is'],
  ]),
  refusedLabels: new Map([
    ['withName', 'the process selector withName is'],
    ['withLabel', 'the process selector withLabel is'],
  ]),
};

/** One configuration file as a tree of settings. */
export interface ConfigFileContent {
  readonly root: SettingScope;
  /** Places where a scope and a single value claim one name. */
  readonly conflicts: readonly SettingConflict[];
  /** What the `plugins` blocks ask for, in the order of the text. */
  readonly plugins: readonly PluginIdRequest[];
}

/**
 * Reads the text of one configuration file.
 * @throws ScriptError where it holds anything but settings, scopes and `plugins` blocks.
 */
export function readConfig(text: string, path: string): ConfigFileContent {
  return new ConfigReader(new SourceText(path, text)).read();
}

class ConfigReader {
  private readonly faults: FaultList;
  private readonly root: SettingScope;
  private readonly conflicts: SettingConflict[] = [];
  private readonly plugins: PluginIdRequest[] = [];

  constructor(private readonly source: SourceText) {
    this.faults = new FaultList(source);
    this.root = emptyScope(source.path);
  }

  read(): ConfigFileContent {
    this.readAll(parseStatements(this.source, dialect), []);
    this.faults.throwIfAny();
    return { root: this.root, conflicts: this.conflicts, plugins: this.plugins };
  }

  private readAll(statements: readonly Statement[], scope: readonly string[]): void {
    for (const statement of statements) this.readStatement(statement, scope);
  }

  private readStatement(statement: Statement, scope: readonly string[]): void {
    if (scope.length === 0 && isAboutPlugins(statement)) {
      this.readPlugins(statement);
    } else if (statement.kind === 'assignment') {
      this.readAssignment(statement, [...scope, ...textOf(statement.path)]);
    } else if (statement.kind === 'block') {
      this.readBlock(statement, scope);
    } else {
      this.faults.add(
        statement.span,
        `${describeStatement(statement)} is not supported here`,
        hint(statement),
      );
    }
  }

  private readAssignment({ value, span }: Assignment, path: readonly string[]): void {
    const [scope, name = ''] = path;
    const lookup = findDirective(name);
    // A wrong name is told with all that is wrong about the settings.
    const directive =
      scope === 'process' && path.length === 2 && 'directive' in lookup ? lookup.directive : undefined;
    const origin = this.originOf(span);
    if (value.kind !== 'closure' || directive === undefined) {
      this.set(path, nodeOf(evaluate(value, this.faults), origin));
      return;
    }
    const closure = readClosure(directive, value, this.source, this.faults);
    if (closure !== undefined) this.set(path, { kind: 'value', value: closure, origin });
  }

  /** Plugins are no settings: they say which settings there are. */
  private readPlugins(statement: Assignment | Block): void {
    if (statement.kind === 'block' && statement.path.length === 1 && statement.argument === undefined) {
      this.plugins.push(...readPluginsBlock(statement, this.faults, (span) => this.originOf(span)));
    } else {
      this.faults.add(statement.span, `${describeStatement(statement)} is not supported`, PLUGINS_FORM);
    }
  }

  private readBlock(block: Block, scope: readonly string[]): void {
    const path = [...scope, ...textOf(block.path)];
    if (block.argument !== undefined) {
      const what = `${formatPath(block.path)} ${block.argument.text} { ... }`;
      this.faults.add(block.span, `${what} is not supported in a configuration file`, SUPPORTED);
      return;
    }
    this.set(path, emptyScope(this.originOf(block.span)));
    // Such a scope is refused by its own name later; what stands in it may be in a form of its own.
    if (path[0] !== undefined && refusedScopes.has(path[0])) return;
    this.readAll(block.body, path);
  }

  private set(path: readonly string[], node: SettingNode): void {
    this.conflicts.push(...setAt(this.root, path, node));
  }

  private originOf(span: Span): string {
    return formatLocation(this.source.locate(span.start));
  }
}

function isAboutPlugins(statement: Statement): statement is Assignment | Block {
  return (
    (statement.kind === 'assignment' || statement.kind === 'block') && statement.path[0]?.text === PLUGINS
  );
}

function textOf(path: readonly Name[]): string[] {
  return path.map((name) => name.text);
}

function hint(statement: Statement): string {
  if (statement.kind !== 'call' || statement.bare || statement.positional.length !== 1) return SUPPORTED;
  return `Write a setting with an equals sign: ${formatPath(statement.path)} = value`;
}
