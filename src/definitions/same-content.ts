/**
 * Whether everything in `ours` stands the same in `theirs`. ECS gives a definition back with defaults and
 * empty lists added, so what it adds is no difference; what we set and it lacks or changed is one.
 */
export function holdsContent(theirs: unknown, ours: unknown): boolean {
  if (Array.isArray(ours)) {
    return (
      Array.isArray(theirs) &&
      theirs.length === ours.length &&
      ours.every((item, index) => holdsContent(theirs[index], item))
    );
  }
  if (typeof ours === 'object' && ours !== null) {
    if (typeof theirs !== 'object' || theirs === null) return false;
    const found = theirs as Readonly<Record<string, unknown>>;
    return Object.entries(ours).every(([name, value]) => holdsContent(found[name], value));
  }
  return Object.is(theirs, ours);
}
