import type { ConfigValue } from '../../spi/index.js';

/** How one setting is written: which of the ways the language has for the same thing. */
export interface Style {
  readonly place: 'default file' | 'named file' | 'command line';
  readonly form: 'dotted' | 'nested' | 'map';
  readonly quote: "'" | '"' | "'''" | '"""';
  /** Write what is not ASCII as an escape. */
  readonly escaped: boolean;
}

export interface Written {
  readonly path: readonly string[];
  readonly value: ConfigValue;
  readonly style: Style;
}

/** A setting as a statement of a configuration file. */
export function statement({ path, value, style }: Written): string {
  const literal = literalOf(value, style);
  const [name = '', ...scopes] = [...path].reverse();
  scopes.reverse();
  const odd = !isName(name);
  if (scopes.length > 0 && (style.form === 'map' || odd)) {
    // A map merges with the scope of its name; it is the only way to write a name that is no word.
    return `${scopes.join('.')} = [${odd ? quoted(name, "'", true) : name}: ${literal}]`;
  }
  if (style.form === 'dotted') return `${path.join('.')} = ${literal}`;
  return scopes.reduceRight((inner, scope) => `${scope} {\n${inner}\n}`, `${name} = ${literal}`);
}

/** Whether a name can be written without quotes. */
export function isName(name: string): boolean {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) && name !== 'true' && name !== 'false' && name !== 'null';
}

function literalOf(value: ConfigValue, style: Style): string {
  if (typeof value === 'string') return quoted(value, style.quote, style.escaped);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) {
    return `[${(value as readonly ConfigValue[]).map((item) => literalOf(item, style)).join(', ')}]`;
  }
  const entries = Object.entries(value).map(
    ([name, inner]) => `${isName(name) ? name : quoted(name, "'", true)}: ${literalOf(inner, style)}`,
  );
  return entries.length === 0 ? '[:]' : `[${entries.join(', ')}]`;
}

function quoted(text: string, quote: Style['quote'], escaped: boolean): string {
  const body = Array.from({ length: text.length }, (_, at) => text.charAt(at)).map((unit) => {
    if (unit === '\\' || unit === "'" || unit === '"' || unit === '$') return `\\${unit}`;
    // A file is UTF-8: halves of characters only survive as escapes, and line ends are made one.
    const must = /[\p{Cc}\ud800-\udfff\ufeff]/u.test(unit);
    return must || (escaped && unit > '~') ? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}` : unit;
  });
  return `${quote}${body.join('')}${quote}`;
}
