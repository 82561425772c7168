import { describeValue, type DirectiveValue } from '../../spi/index.js';
import { isMap } from './directive-values.js';
import { invalid, judged, refused, type Fault, type Reading } from './reading.js';
import { LONGEST_KEY, LONGEST_VALUE, tagProblem } from './tags.js';

const EXAMPLE = "Write it like: resourceLabels team: 'genomics', project: 'tb'";

/** Labels as tags, which have texts for values. */
export function readResourceLabels(value: DirectiveValue): Reading<Readonly<Record<string, string>>> {
  if (!isMap(value)) return refused(invalid('must be names with values', describeValue(value), EXAMPLE));
  const entries = Object.entries(value);
  const faults = entries.flatMap(([key, label]) => labelFaults(key, label));
  return judged(
    Object.fromEntries(entries.map(([key, label]) => [key, String(label as string | number | boolean)])),
    faults,
  );
}

function labelFaults(key: string, label: DirectiveValue): Fault[] {
  if (label === null || typeof label === 'object')
    return [invalid(`has a label ${describeValue(key)} without a value`, describeValue(label), EXAMPLE)];
  const problem = tagProblem(key, String(label));
  if (problem === undefined) return [];
  return [
    invalid(
      `has a label that cannot be a tag of AWS: ${problem}`,
      describeValue({ [key]: label }),
      `Take names of 1 to ${LONGEST_KEY} and values of up to ${LONGEST_VALUE} letters, digits, spaces and + - = . _ : / @`,
    ),
  ];
}
