/** Why an expression of the cluster query language cannot be read. */
export class QueryError extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'QueryError';
  }
}
