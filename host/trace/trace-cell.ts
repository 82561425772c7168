import { printable } from '../../spi/index.js';
import { shortMemory } from '../config/units.js';
import type { ColumnType, TraceValue } from './trace-column.js';

/** What stands where there is no value; Nextflow's own. */
export const NO_VALUE = '-';

/** How cells are written. */
export interface CellStyle {
  readonly raw: boolean;
  /** One character. */
  readonly separator: string;
}

/** One cell of the trace. Neither a line break nor the separator of a value breaks the table. */
export function cellOf(value: TraceValue, type: ColumnType, { raw, separator }: CellStyle): string {
  const text = typeof value === 'number' ? numberText(value, type, raw) : textOf(value);
  const line = oneLine(text).replaceAll(separator, escapeOf(separator));
  return line === '' ? NO_VALUE : line;
}

function oneLine(text: string): string {
  return printable(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** A plugin may have put anything there. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function escapeOf(separator: string): string {
  return `\\u${separator.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function numberText(value: number, type: ColumnType, raw: boolean): string {
  if (!Number.isFinite(value)) return '';
  if (type === 'money') return raw ? plainMoney(value) : `$${moneyText(value)}`;
  if (raw) return String(value);
  switch (type) {
    case 'time':
      return localTime(value);
    case 'duration':
      return durationText(value);
    case 'memory':
      return value <= 0 ? '0' : shortMemory(value);
    case 'percent':
      return `${value.toFixed(1)}%`;
    case 'text':
    case 'count':
      return String(value);
  }
}

/** Four decimals, six where four would say nothing. */
function moneyText(dollars: number): string {
  return dollars.toFixed(dollars > 0 && dollars < 0.001 ? 6 : 4);
}

/** Without an exponent, which tables do not read as a number everywhere. */
function plainMoney(dollars: number): string {
  return dollars.toFixed(6).replace(/\.?0+$/, '');
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** As Nextflow writes durations: `350ms`, `4.2s`, `1m 3s`, `2d 1h`. */
function durationText(milliseconds: number): string {
  if (milliseconds < SECOND) return `${Math.max(0, Math.round(milliseconds))}ms`;
  if (milliseconds < MINUTE) return `${Math.round(milliseconds / 100) / 10}s`;
  const seconds = Math.round(milliseconds / SECOND);
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ];
  return parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${count}${unit}`])).join(' ');
}

/** Epoch milliseconds as a date and time of this machine's zone, e.g. `2026-11-26 23:58:01.250`. */
function localTime(epoch: number): string {
  const at = new Date(epoch);
  if (Number.isNaN(at.getTime())) return '';
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(twoDigits).join(':');
  return `${localDate(at).join('-')} ${time}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

function localDate(at: Date): readonly string[] {
  return [String(at.getFullYear()), twoDigits(at.getMonth() + 1), twoDigits(at.getDate())];
}

/** Date and milliseconds of the day of this machine's zone, as Nextflow names its files: `20261126-86281250`. */
export function timestamp(epoch: number): string {
  const at = new Date(epoch);
  const minutes = at.getHours() * 60 + at.getMinutes();
  return `${localDate(at).join('')}-${(minutes * 60 + at.getSeconds()) * SECOND + at.getMilliseconds()}`;
}

function twoDigits(count: number): string {
  return String(count).padStart(2, '0');
}
