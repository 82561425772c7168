import type { TaskNeeds } from '../request/task-needs.js';
import { acceleratorType } from './accelerator-type.js';
import type { Provider } from './provider.js';

/** Instance families, as globs, that have the accelerator a task names; undefined where it names none. */
export function acceleratorGlobs({ accelerator }: TaskNeeds): readonly string[] | undefined {
  if (accelerator?.type === undefined) return undefined;
  const { families } = acceleratorType(accelerator.type) ?? { families: [] };
  return families.map((family) => `${family}.*`);
}

/** Names and globs of the types a provider is kept to; undefined where it is not. */
export function allowedTypes({ requirements }: Provider): readonly string[] | undefined {
  const allowed = requirements?.allowedInstanceTypes ?? [];
  return allowed.length === 0 ? undefined : allowed;
}

/** Everything to ask EC2 for, so that each provider's types are known where any list of names bounds them. */
export function namedTypes(providers: readonly Provider[], needs: readonly TaskNeeds[]): readonly string[] {
  const names = [
    ...providers.flatMap((provider) => allowedTypes(provider) ?? []),
    ...needs.flatMap((one) => [...one.machineTypes, ...(acceleratorGlobs(one) ?? [])]),
  ];
  return [...new Set(names)].sort();
}
