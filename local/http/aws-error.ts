/** An error a client is meant to see; each protocol renders it in its own form. */
export class AwsError extends Error {
  constructor(
    /** AWS's error code, e.g. `ClusterNotFoundException`, `NoSuchBucket`. */
    readonly code: string,
    message: string,
    /** HTTP status; most of ECS's client errors, throttling included, are 400. */
    readonly status = 400,
    /** Modelled members of the error beside the message, e.g. ConflictException's `resourceIds`. */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'AwsError';
  }
}

/** What ECS and CloudWatch Logs say of input that is wrong. */
export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterException', message);
