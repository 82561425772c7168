/** What Wave answers to a request for a container. */
export interface ContainerAnswer {
  /** The name to pull. */
  readonly targetImage: string;
  readonly requestId?: string;
  /** Epoch milliseconds after which the name is worth nothing; undefined: it lasts. */
  readonly expires?: number;
  /** Whether the image is there; undefined while it is being built, or where Wave does not say. */
  readonly succeeded?: boolean;
  readonly buildId?: string;
}

/** Where a container stands. */
export interface StatusAnswer {
  readonly done: boolean;
  readonly succeeded: boolean;
  /** Why it did not. */
  readonly reason?: string;
  /** Where people read more. */
  readonly detailsUri?: string;
}

const IMAGE = /^[\w.-]+(?::\d{1,5})?(?:\/[\w.@:-]+)+$/;

/** @throws RangeError with what is wrong, for the end of a sentence. */
export function readContainerAnswer(text: string): ContainerAnswer {
  const body = members(text);
  const { targetImage, expiration } = body;
  if (typeof targetImage !== 'string' || !IMAGE.test(targetImage)) throw new RangeError('no targetImage');
  const expires = typeof expiration === 'string' ? Date.parse(expiration) : Number.NaN;
  return {
    targetImage,
    ...(typeof body['requestId'] === 'string' ? { requestId: body['requestId'] } : {}),
    ...(Number.isNaN(expires) ? {} : { expires }),
    ...(typeof body['succeeded'] === 'boolean' ? { succeeded: body['succeeded'] } : {}),
    ...(typeof body['buildId'] === 'string' ? { buildId: body['buildId'] } : {}),
  };
}

/** @throws RangeError with what is wrong, for the end of a sentence. */
export function readStatusAnswer(text: string): StatusAnswer {
  const { status, succeeded, reason, detailsUri } = members(text);
  if (typeof status !== 'string') throw new RangeError('no status');
  return {
    done: status === 'DONE',
    succeeded: succeeded === true,
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(typeof detailsUri === 'string' ? { detailsUri } : {}),
  };
}

function members(text: string): Readonly<Record<string, unknown>> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new RangeError('no JSON');
  }
  if (typeof body !== 'object' || body === null) throw new RangeError('no JSON object');
  return body as Readonly<Record<string, unknown>>;
}
