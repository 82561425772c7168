/**
 * What handlers that are asked about together share: each names the ids it needs, the monitor fetches them together,
 * each then reads its own. `S` is what the backend knows of one task.
 */
export interface BatchContext<S> {
  /** Asks for `id` to be part of this fetch. Asking twice is asking once. */
  collect(id: string): void;
  /**
   * What the fetch said of `id`. `undefined` means "no news": the fetch failed or left it out.
   * It never means that the task is gone; a backend that knows a task to be gone says so in `S`.
   */
  get(id: string): S | undefined;
}
