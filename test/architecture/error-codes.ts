import ts from 'typescript';
import { root, sourceFiles } from './source-files.js';

/** What the compiler knows of the codes of errors and problems in some folders. */
export interface RaisedCodes {
  readonly codes: ReadonlySet<string>;
  /** Places where a code is given that the compiler cannot tell, as `path:line`. */
  readonly untold: readonly string[];
}

/** The types whose `code` is one of docs/errors.md. */
const CODED = new Set(['ExecutorErrorOptions', 'Problem']);

/** Reads every `code` that an object literal gives, by its type rather than its text. */
export async function raisedCodes(folders: readonly string[]): Promise<RaisedCodes> {
  const files = (await Promise.all(folders.map(sourceFiles))).flat().map(({ path }) => `${root}${path}`);
  const program = ts.createProgram(files, options, ourFilesOnly());
  const reader = new CodeReader(program.getTypeChecker());
  for (const file of files) {
    const source = program.getSourceFile(file);
    if (source !== undefined) reader.read(source);
  }
  return reader;
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  experimentalDecorators: true,
  skipLibCheck: true,
  noEmit: true,
  types: [],
};

/** Codes are ours: the types of packages, the SDK's above all, would cost most of the time and add nothing. */
function ourFilesOnly(): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  host.resolveModuleNameLiterals = (names, containingFile) =>
    names.map(({ text }) =>
      text.startsWith('.')
        ? ts.resolveModuleName(
            text,
            containingFile,
            options,
            host,
            undefined,
            undefined,
            ts.ModuleKind.ESNext,
          )
        : { resolvedModule: undefined },
    );
  return host;
}

class CodeReader implements RaisedCodes {
  readonly codes = new Set<string>();
  readonly untold: string[] = [];

  constructor(private readonly checker: ts.TypeChecker) {}

  read(node: ts.Node): void {
    if (ts.isObjectLiteralExpression(node)) this.readObject(node);
    ts.forEachChild(node, (child) => this.read(child));
  }

  private readObject(object: ts.ObjectLiteralExpression): void {
    for (const property of object.properties) {
      if (property.name === undefined || !ts.isIdentifier(property.name) || property.name.text !== 'code')
        continue;
      if (ts.isPropertyAssignment(property)) this.readCode(property.initializer, object);
      else if (ts.isShorthandPropertyAssignment(property)) this.readCode(property.name, object);
    }
  }

  private readCode(given: ts.Expression, object: ts.ObjectLiteralExpression): void {
    for (const leaf of leavesOf(given)) {
      const literals = this.literalsOf(leaf);
      for (const literal of literals) if (/^[A-Z][A-Z0-9_]+$/.test(literal)) this.codes.add(literal);
      if (literals.length > 0 || !this.isCoded(object) || this.isPassedOn(leaf)) continue;
      const source = leaf.getSourceFile();
      const { line } = source.getLineAndCharacterOfPosition(leaf.getStart());
      this.untold.push(`${source.fileName.slice(root.length)}:${line + 1}`);
    }
  }

  private literalsOf(leaf: ts.Expression): string[] {
    const symbol = ts.isShorthandPropertyAssignment(leaf.parent)
      ? this.checker.getShorthandAssignmentValueSymbol(leaf.parent)
      : undefined;
    const type =
      symbol === undefined
        ? this.checker.getTypeAtLocation(leaf)
        : this.checker.getTypeOfSymbolAtLocation(symbol, leaf);
    const types = type.isUnion() ? type.types : [type];
    return types.every((one) => one.isStringLiteral()) ? types.map((one) => one.value) : [];
  }

  /** Whether the literal is the options of an error, or a problem. */
  private isCoded(object: ts.ObjectLiteralExpression): boolean {
    const type = this.checker.getContextualType(object);
    if (type === undefined) return false;
    return (type.isUnion() ? type.types : [type]).some((one) => CODED.has(one.getSymbol()?.name ?? ''));
  }

  /** The code of an error or problem that was raised elsewhere. */
  private isPassedOn(leaf: ts.Expression): boolean {
    if (!ts.isPropertyAccessExpression(leaf)) return false;
    const declarations = this.checker.getSymbolAtLocation(leaf.name)?.declarations ?? [];
    return declarations.some((one) => one.getSourceFile().fileName === `${root}spi/errors.ts`);
  }
}

/** The expressions of which one gives the value: both sides of `a ?? b`, both ends of `c ? a : b`. */
function leavesOf(given: ts.Expression): ts.Expression[] {
  if (ts.isParenthesizedExpression(given)) return leavesOf(given.expression);
  if (ts.isConditionalExpression(given)) return [...leavesOf(given.whenTrue), ...leavesOf(given.whenFalse)];
  const { QuestionQuestionToken, BarBarToken } = ts.SyntaxKind;
  if (ts.isBinaryExpression(given) && [QuestionQuestionToken, BarBarToken].includes(given.operatorToken.kind))
    return [...leavesOf(given.left), ...leavesOf(given.right)];
  return [given];
}
