/** Something that happens once or fails once. Settling it again does nothing. */
export interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

export function deferred(): Deferred {
  let resolve: Deferred['resolve'] | undefined;
  let reject: Deferred['reject'] | undefined;
  const promise = new Promise<void>((onDone, onReason) => {
    resolve = onDone;
    reject = onReason;
  });
  // A rejection counts when somebody waits for it; until then it must not end the process.
  promise.catch(() => undefined);
  return { promise, resolve: () => resolve?.(), reject: (reason) => reject?.(reason) };
}
