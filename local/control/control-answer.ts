import type { AwsError } from '../http/aws-error.js';
import type { ServiceResponse } from '../http/service.js';

/** A JSON answer of the control API. */
export function controlAnswer(value: object, status = 200): ServiceResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: `${JSON.stringify(value)}\n`,
  };
}

/** A refusal, with every problem where there are several. */
export function controlRefusal(
  status: number,
  error: { readonly code: string; readonly message: string; readonly problems?: readonly string[] },
): ServiceResponse {
  return { ...controlAnswer({ error }, status), error: error.code };
}

export function controlError({ code, message, status }: AwsError): ServiceResponse {
  return controlRefusal(status, { code, message });
}
