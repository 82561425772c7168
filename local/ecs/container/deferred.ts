/** A value that comes once and is waited for. */
export class Deferred<T> {
  readonly promise: Promise<T>;
  private resolve: (value: T) => void = () => undefined;

  constructor() {
    this.promise = new Promise((resolve) => (this.resolve = resolve));
  }

  /** The first value counts; later ones change nothing. */
  settle(value: T): void {
    this.resolve(value);
  }
}
