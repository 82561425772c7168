import { parseCallArguments, type ReadWhole } from './bracketed.js';
import { SUPPORTED_IN_CLOSURES, type ClosureGround } from './closure-ground.js';
import type { Operation } from './closure-tree.js';
import { findConstant, findFunction, functionNames, owners } from './function-table.js';
import { nearestName } from './nearest-name.js';
import { isMark, type Token } from './token.js';

/** Reads a value in a closure that begins with the name `token`, which comes next. */
export function parseNamed(
  ground: ClosureGround,
  token: Token & { kind: 'name' },
  whole: ReadWhole,
): Operation {
  return new NamedOperandParser(ground, whole).parse(token);
}

class NamedOperandParser {
  constructor(
    private readonly ground: ClosureGround,
    private readonly whole: ReadWhole,
  ) {}

  parse(token: Token & { kind: 'name' }): Operation {
    const { tokens, locals } = this.ground;
    const { name } = token;
    tokens.next();
    const called = isMark(tokens.peek(), '(');
    if (name === 'true' || name === 'false')
      return { kind: 'literal', value: name === 'true', span: token.span };
    if (name === 'null') return { kind: 'literal', value: null, span: token.span };
    if (name === 'sleep' && called) return this.sleep(token);
    if (locals.has(name) && !called) return { kind: 'local', name, span: token.span };
    if (owners.has(name)) return this.owned(token);
    if (tokens.offered.has(name) && !called) return { kind: 'offered', name, span: token.span };
    return this.refuseName(token, called);
  }

  private sleep({ span }: Token): Operation {
    this.ground.slept(span);
    const args = parseCallArguments(this.ground.tokens, this.whole);
    if (args.length !== 1)
      this.ground.tokens.refuse(span, 'sleep takes one argument, milliseconds', 'Write e.g. sleep(2000)');
    return { kind: 'function', owner: '', name: 'sleep', args, span };
  }

  /** `Math.pow(...)`, `Integer.MAX_VALUE`. */
  private owned(token: Token & { kind: 'name' }): Operation {
    const { tokens } = this.ground;
    const owner = token.name;
    const member = tokens.accept('.') === undefined ? undefined : tokens.next();
    const name = member?.kind === 'name' ? member.name : '';
    const span = tokens.spanFrom(token.span.start);
    const known = functionNames.filter((one) => one.startsWith(`${owner}.`));
    if (!isMark(tokens.peek(), '(')) {
      if (findConstant(owner, name) !== undefined) return { kind: 'constant', owner, name, span };
    } else {
      const found = findFunction(owner, name);
      if (found !== undefined) {
        const args = parseCallArguments(this.ground.tokens, this.whole);
        if (args.length === found.takes) return { kind: 'function', owner, name, args, span };
        tokens.refuse(
          span,
          `${owner}.${name}() does not take ${args.length} arguments`,
          `Give it ${found.takes}`,
        );
      }
    }
    const written = name === '' ? owner : `${owner}.${name}`;
    return tokens.refuse(span, `${written} is not supported here`, `There are ${known.join(', ')}`);
  }

  private refuseName({ name, span }: Token & { kind: 'name' }, called: boolean): never {
    const { tokens, locals } = this.ground;
    if (name === 'new')
      tokens.refuse(
        span,
        'making objects with new is not supported',
        "Write e.g. MemoryUnit.of('4 GB') or 4.GB",
      );
    const what = called
      ? `the function ${name}() is not supported in a closure`
      : `${name} is not known in a closure`;
    const nearest = called ? undefined : nearestName(name, [...locals, ...tokens.offered.keys(), ...owners]);
    return tokens.refuse(
      span,
      what,
      nearest === undefined ? SUPPORTED_IN_CLOSURES : `Did you mean ${nearest}?`,
    );
  }
}
