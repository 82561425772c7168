import type { PlacementConstraint } from '@aws-sdk/client-ecs';

/** PlacementConstraint, expression: at most 2000 characters. */
const LONGEST_EXPRESSION = 2000;
const TYPE = 'attribute:ecs.instance-type';

/** Whether it names one type: `*` is EC2's only wildcard in names of types. */
export function isExact(glob: string): boolean {
  return !glob.includes('*');
}

/** Whether some text fits both globs; a name is a glob that it alone fits. */
export function globsOverlap(one: string, other: string): boolean {
  let reached = passStars(new Set([0]), other);
  for (const sign of one) {
    reached = sign === '*' ? onwards(reached, other) : passStars(step(reached, other, sign), other);
  }
  return reached.has(other.length);
}

/** A wildcard may stand for nothing. */
function passStars(positions: ReadonlySet<number>, glob: string): ReadonlySet<number> {
  const passed = new Set(positions);
  for (const at of passed) if (glob[at] === '*') passed.add(at + 1);
  return passed;
}

function step(positions: ReadonlySet<number>, glob: string, sign: string): ReadonlySet<number> {
  const next = new Set<number>();
  for (const at of positions) {
    if (glob[at] === '*') next.add(at);
    else if (glob[at] === sign) next.add(at + 1);
  }
  return next;
}

function onwards(positions: ReadonlySet<number>, glob: string): ReadonlySet<number> {
  const first = Math.min(...positions);
  return new Set(Array.from({ length: Math.max(0, glob.length - first + 1) }, (_, index) => first + index));
}

/** Keeps tasks to types that one of the globs fits (DG cluster-query-language). */
export function typeConstraint(globs: readonly string[]): PlacementConstraint {
  return { type: 'memberOf', expression: globs.map(comparison).join(' or ') };
}

/** A pattern there is a regular expression for the whole name, in which a dot stands for any character. */
function comparison(glob: string): string {
  if (isExact(glob)) return `${TYPE} == ${glob}`;
  return `${TYPE} =~ ${glob.replaceAll(/[^\w*-]/g, '[$&]').replaceAll('*', '.*')}`;
}

/** Keeps tasks to these types: to as many of them as an expression has room for. */
export function typesConstraint(names: readonly string[]): PlacementConstraint {
  let list = '';
  for (const name of names) {
    const longer = list === '' ? name : `${list},${name}`;
    if (`${TYPE} in [${longer}]`.length > LONGEST_EXPRESSION) break;
    list = longer;
  }
  return { type: 'memberOf', expression: `${TYPE} in [${list}]` };
}
