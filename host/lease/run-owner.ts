/** The process that an engine lives in, as others see it. */
export interface RunOwner {
  /** The program and its version, e.g. `nextflow 25.04.0`. */
  readonly program: string;
  /** Name of the machine, for people: several may have the same. */
  readonly host: string;
  /** Differs wherever the same number may be another process: per boot of a machine, per container. */
  readonly processSpace: string;
  readonly pid: number;
  /** Whether a process of the same process space lives. */
  isAlive(pid: number): boolean;
}
