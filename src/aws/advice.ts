import type { AwsErrorKind } from './service-error.js';

const RENEW = 'Renew the credentials (e.g. aws sso login, or new temporary keys) and run again.';
const CHECK_CLOCK = "Set this machine's clock right (AWS allows 5 minutes) and run again.";
const CHECK_KEYS =
  'Check which credentials are in use (aws sts get-caller-identity), and that they are of this account and region.';
const CHECK_NETWORK = 'Check the network, and proxies and firewalls on the way to AWS, then run again.';
const AWS_BROKEN = 'Run again in a while: it is AWS that failed (health.aws.amazon.com tells of outages).';
/** The system's codes, and the SDK's names for an answer that did not come. */
const NO_ANSWER = /^E[A-Z_]+$|Timeout|Networking/;
const CHECK_ADDRESS =
  'Check aws.region, the endpoint (aws.ecs.endpoint, AWS_ENDPOINT_URL) and the network, then run again.';
const CHECK_LISTENER =
  'Check the endpoint (aws.ecs.endpoint, AWS_ENDPOINT_URL): nothing listens there. Start a local cloud with: nf-awsecs local';

/** A call can need actions beside its own, e.g. ecs:TagResource for the tags of a task (DG supported-iam-actions-tagging). */
const MISSING_ACTION = /not authorized to perform:? ([a-z0-9-]+:[A-Za-z]+)/;

/** What to do about errors whose name says more than their kind. */
const BY_CODE: Readonly<Record<string, string>> = {
  ExpiredToken: RENEW,
  ExpiredTokenException: RENEW,
  TokenRefreshRequired: RENEW,
  CredentialsProviderError:
    'Log in (aws sso login), set aws.profile or AWS_PROFILE, or export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  RequestTimeTooSkewed: CHECK_CLOCK,
  RequestExpired: CHECK_CLOCK,
  InvalidClientTokenId: CHECK_KEYS,
  UnrecognizedClientException: CHECK_KEYS,
  AuthFailure: CHECK_KEYS,
  InvalidAccessKeyId: CHECK_KEYS,
  SignatureDoesNotMatch: CHECK_KEYS,
  ShutdownError: 'Start another run.',
  OptInRequired: 'Enable the service or region for this account, or choose another by aws.region.',
  ENOTFOUND: CHECK_ADDRESS,
  EAI_AGAIN: CHECK_ADDRESS,
  ECONNREFUSED: CHECK_LISTENER,
  PermanentRedirect: "Set aws.region to the bucket's own region (aws s3api head-bucket --bucket <bucket>).",
  AuthorizationHeaderMalformed:
    "Set aws.region to the bucket's own region (aws s3api head-bucket --bucket <bucket>).",
};

/**
 * What to do where credentials that were good are so no longer.
 * @param renewable whether others can come while the run goes on.
 */
export function adviceOnLapse(renewable: boolean): string {
  return renewable
    ? 'Renew the credentials (e.g. aws sso login, or new keys in the profile): they are taken as soon as they are there.'
    : 'These are keys of the environment or the configuration, which cannot change while the run goes on. Stop it ' +
        '(Ctrl-C) and run it again with new keys and -resume, or with a profile or a role, which can be renewed meanwhile.';
}

/** What to do about a call to AWS that failed, one or two sentences. `operation` is also the IAM action. */
export function adviceOn(operation: string, kind: AwsErrorKind, awsCode: string, words: string): string {
  // ECS tells of a wrong clock by the name of a wrong signature.
  if (/signature (expired|not yet current)/i.test(words)) return CHECK_CLOCK;
  const [, action] = MISSING_ACTION.exec(words) ?? [];
  return (
    (Object.hasOwn(BY_CODE, awsCode) ? BY_CODE[awsCode] : undefined) ??
    byKind(operation, kind, awsCode, action)
  );
}

/** @param action what AWS says is not allowed, where it does. */
function byKind(operation: string, kind: AwsErrorKind, awsCode: string, action?: string): string {
  switch (kind) {
    case 'throttled':
      return 'Run fewer runs side by side in this account and region, then try again.';
    case 'lapsed':
      return adviceOnLapse(true);
    case 'unavailable':
      return NO_ANSWER.test(awsCode) ? CHECK_NETWORK : AWS_BROKEN;
    case 'denied':
      if (action !== undefined && action !== 'iam:PassRole')
        return `Allow ${action} in the IAM policy of the credentials in use.`;
      return operation === 'ecs:RunTask'
        ? 'Allow ecs:RunTask, and iam:PassRole on the execution and task roles, in the IAM policy of the credentials in use.'
        : `Allow ${operation} in the IAM policy of the credentials in use.`;
    case 'conflict':
      return 'Give each run a work dir of its own, e.g. s3://my-bucket/another-folder.';
    case 'refused':
      return 'Correct the setting, directive, role or quota that AWS names.';
  }
}
