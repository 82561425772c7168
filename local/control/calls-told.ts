import { ScenarioError } from '../faults/scenario/scenario-error.js';
import type { ApiCall, ApiCalls } from '../http/call-record.js';

const mostCalls = 10_000;
const known = ['last', 'service', 'operation'];

/**
 * The call record as `/_local/calls` tells it: all counts, and the last calls (`last`, 100 by default), of one
 * `service` or `operation` where the query names them.
 *
 * @throws ScenarioError naming every parameter that is wrong
 */
export function callsTold(record: ApiCalls, query: URLSearchParams): object {
  const last = Number(query.get('last') ?? 100);
  const problems = [...query.keys()]
    .filter((name) => !known.includes(name))
    .map((name) => `${name} is unknown: parameters are ${known.join(', ')}`);
  if (!Number.isInteger(last) || last < 0 || last > mostCalls)
    problems.push(`last is '${query.get('last') ?? ''}': a whole number from 0 to ${mostCalls} is allowed`);
  if (problems.length > 0) throw new ScenarioError('The query', problems);
  const wanted = record.calls().filter((call) => matches(call, query));
  return {
    counts: Object.fromEntries(record.counts()),
    faults: record.faults,
    calls: last === 0 ? [] : wanted.slice(-last),
  };
}

function matches(call: ApiCall, query: URLSearchParams): boolean {
  const service = query.get('service');
  const operation = query.get('operation');
  return (
    (service === null || service === call.service) && (operation === null || operation === call.operation)
  );
}
