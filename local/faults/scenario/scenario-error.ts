/** A scenario, a rule or an act that cannot be used, with everything that is wrong with it. */
export class ScenarioError extends Error {
  /** @param what e.g. `The scenario` */
  constructor(
    what: string,
    /** One each: path, value found, what is allowed. */
    readonly problems: readonly string[],
  ) {
    super(
      `${what} cannot be used: ${problems.join('; ')}. Correct ${problems.length === 1 ? 'it' : 'these'}; docs/local-scenarios.md has the grammar.`,
    );
    this.name = 'ScenarioError';
  }
}
