/** One option, declared once: parsing, help and suggestions come from here. */
export interface OptionDeclaration {
  /** Long name without dashes, e.g. `work-dir` for `-work-dir`. */
  readonly name: string;
  /** Other names without dashes, e.g. `w`. */
  readonly aliases?: readonly string[];
  /** What the value is called in help, e.g. `uri`. Absent for a switch. */
  readonly value?: string;
  /** The value may be left out: the next word is it where that begins with no dash, as in Nextflow. */
  readonly valueOptional?: true;
  /** Of an optional value: whether the next word is it; every word that begins with no dash where absent. */
  readonly takesNext?: (word: string) => boolean;
  /** May be given more than once; the values are collected in order. */
  readonly repeatable?: boolean;
  /**
   * The option stands for a family: `-<scope>.<setting> [value]`, e.g. `process`. Its values arrive as
   * `<scope>.<setting>=<value>`; without a value the setting is `true`, as in Nextflow.
   */
  readonly scope?: string;
  /** What one setting of the scope is called in help, e.g. `directive`. */
  readonly member?: string;
  readonly help: string;
  /** What is wrong with a value, as the end of a sentence ("must be ..."); undefined when it is fine. */
  readonly check?: (value: string) => string | undefined;
}

export interface Example {
  /** The line to type. */
  readonly line: string;
  readonly says: string;
}

/** What a command takes beside its options. */
export interface ArgumentDeclaration {
  /** Placeholder. */
  readonly name: string;
  readonly help: string;
  readonly optional?: true;
  /** More than one may be given. */
  readonly variadic?: true;
}

/** One command of the program. */
export interface CommandDeclaration {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What stands at the top of the command's own help. */
  readonly description: string;
  /** Absent when the command takes none. */
  readonly argument?: ArgumentDeclaration;
  readonly options: readonly OptionDeclaration[];
  /** Nextflow's options that are known but not served: name without dash → what to do instead. */
  readonly refused: ReadonlyMap<string, string>;
  /** `--name` is a pipeline parameter here, as in Nextflow, and not an option. */
  readonly pipelineParameters: boolean;
  /** Variables of the environment it reads, with what each does. */
  readonly environment?: readonly (readonly [name: string, says: string])[];
  readonly examples: readonly Example[];
}

/** The option as people type it, e.g. `-work-dir, -w <uri>` or `-process.<directive> [value]`. */
export function optionTerm(option: OptionDeclaration): string {
  if (option.scope !== undefined) return `-${option.scope}.<${option.member ?? 'setting'}> [value]`;
  const names = [option.name, ...(option.aliases ?? [])].map((name) => `-${name}`).join(', ');
  if (option.value === undefined) return names;
  return option.valueOptional === true ? `${names} [${option.value}]` : `${names} <${option.value}>`;
}

/** Tells the option that goes by a name; families have none. */
export function isNamed(name: string): (option: OptionDeclaration) => boolean {
  return (option) =>
    option.scope === undefined && (option.name === name || (option.aliases ?? []).includes(name));
}
