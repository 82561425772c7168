/** What is wrong with a directive's value; whoever knows the process adds where it stands. */
export interface Fault {
  readonly code: 'CONTAINER_INVALID' | 'CONTAINER_MISSING' | 'DIRECTIVE_INVALID' | 'RESOURCES_UNSATISFIABLE';
  /** Completes "directive x …": what is wrong and what is allowed. */
  readonly message: string;
  /** The value found, as text for people. */
  readonly found?: string;
  readonly fix: string;
}

/** What reading one directive gives: its meaning for ECS, or every fault of it. */
export type Reading<T> =
  | {
      readonly ok: true;
      readonly value: T;
      /** What is done otherwise than asked: whole sentences. */
      readonly notices: readonly string[];
    }
  | { readonly ok: false; readonly faults: readonly Fault[] };

export function taken<T>(value: T, ...notices: readonly string[]): Reading<T> {
  return { ok: true, value, notices };
}

/** At least one fault. */
export function refused(...faults: readonly Fault[]): Reading<never> {
  return { ok: false, faults };
}

/** The value where there is no fault. */
export function judged<T>(value: T, faults: readonly Fault[], notices: readonly string[] = []): Reading<T> {
  return faults.length === 0 ? taken(value, ...notices) : refused(...faults);
}

/** A value that is not as it is written for this directive. */
export function invalid(message: string, found: string | undefined, fix: string): Fault {
  return { code: 'DIRECTIVE_INVALID', message, ...(found !== undefined && { found }), fix };
}

/** More than ECS can give to any task. */
export function unsatisfiable(message: string, found: string, fix: string): Fault {
  return { code: 'RESOURCES_UNSATISFIABLE', message, found, fix };
}
