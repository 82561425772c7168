import { XMLParser } from 'fast-xml-parser';
import { errorText } from '../error-text.js';
import { AwsError } from './aws-error.js';

/** What an element may hold. An array repeats its element; `undefined` leaves it out. */
export type XmlValue = string | number | boolean | XmlElement | readonly XmlValue[] | undefined;
export interface XmlElement {
  readonly [name: string]: XmlValue;
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Renders one document. Names come from our own code and are not escaped; values are. */
export function renderXml(root: string, content: XmlElement | string, namespace?: string): string {
  const xmlns = namespace === undefined ? '' : ` xmlns="${escapeXml(namespace)}"`;
  const inner = typeof content === 'string' ? escapeXml(content) : members(content);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${xmlns}>${inner}</${root}>`;
}

function members(content: XmlElement): string {
  return Object.entries(content)
    .map(([name, value]) => element(name, value))
    .join('');
}

function element(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (isList(value)) return value.map((item) => element(name, item)).join('');
  const inner = typeof value === 'object' ? members(value) : escapeXml(String(value));
  return `<${name}>${inner}</${name}>`;
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

/**
 * Control characters travel as references, as S3 sends them: a parser would turn a bare carriage return into
 * a newline, and the key in a listing would name another object.
 */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"\p{Cc}]/gu, (char) => {
    switch (char) {
      case '&':
        return '&amp;';
      case '<':
        return '&lt;';
      case '>':
        return '&gt;';
      case '"':
        return '&quot;';
      default:
        return `&#${String(char.codePointAt(0))};`;
    }
  });
}

/**
 * Parses a request document into nested plain objects of strings.
 *
 * @param lists names of elements that are lists even where only one was sent
 * @throws AwsError MalformedXML where it is not well formed or carries a DOCTYPE
 */
export function parseXml(text: string, lists: readonly string[] = []): Readonly<Record<string, unknown>> {
  // A DOCTYPE can define entities that expand without bound; no AWS client sends one.
  if (text.includes('<!DOCTYPE')) throw malformed('it carries a DOCTYPE');
  // The parser takes a document that breaks off for a whole one, and half a list must not be deleted.
  if (!/^\s*(?:<\?[^>]*\?>\s*)?<([\w:]+)(?:[^>]*[^>/])?(?:>[^]*<\/\1\s*>|\/>)\s*$/.test(text))
    throw malformed('its root element is not closed');
  const parser = new XMLParser({
    ignoreAttributes: true,
    ignoreDeclaration: true,
    removeNSPrefix: true,
    parseTagValue: false,
    trimValues: false,
    // References are resolved here: the parser leaves some numeric ones as they are.
    processEntities: false,
    isArray: (name) => lists.includes(name),
    tagValueProcessor: (_name, value) => (value.trim() === '' ? value : unescapeXml(value)),
  });
  try {
    return parser.parse(text) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw malformed(errorText(error));
  }
}

function unescapeXml(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return named[name] ?? whole;
    const hex = name[1] === 'x' || name[1] === 'X';
    const code = Number.parseInt(name.slice(hex ? 2 : 1), hex ? 16 : 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function malformed(why: string): AwsError {
  return new AwsError('MalformedXML', `The XML you provided was not well-formed: ${why}`);
}
