const RENEW = 'Renew the credentials (e.g. aws sso login, or new temporary keys) and run again.';
const SET_REGION = "Set aws.region to the bucket's own region (aws s3api head-bucket --bucket <bucket>).";
const CHECK_KEYS = 'Check which credentials are in use: aws sts get-caller-identity';
const CHECK_ADDRESS = 'Check aws.region, aws.client.endpoint and AWS_ENDPOINT_URL, and the network.';

/** What to do about failures of S3 whose name says what is wrong. */
const BY_NAME: ReadonlyMap<string, string> = new Map([
  ['AccessDenied', 'Allow s3:GetObject, s3:PutObject and s3:ListBucket on the work dir in the IAM policy.'],
  ['Forbidden', 'Allow s3:GetObject, s3:PutObject and s3:ListBucket on the work dir in the IAM policy.'],
  ['ExpiredToken', RENEW],
  ['TokenRefreshRequired', RENEW],
  [
    'CredentialsProviderError',
    'Log in (aws sso login), set aws.profile or AWS_PROFILE, or export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  ],
  ['InvalidAccessKeyId', CHECK_KEYS],
  ['SignatureDoesNotMatch', CHECK_KEYS],
  ['RequestTimeTooSkewed', "Set this machine's clock right (AWS allows 15 minutes) and run again."],
  ['PermanentRedirect', SET_REGION],
  ['AuthorizationHeaderMalformed', SET_REGION],
  ['NoSuchBucket', 'Create the bucket with `aws s3 mb`, or give another work dir.'],
  ['ENOTFOUND', CHECK_ADDRESS],
  ['EAI_AGAIN', CHECK_ADDRESS],
  ['ECONNREFUSED', 'Check aws.client.endpoint and AWS_ENDPOINT_URL: nothing listens there.'],
]);

const GENERAL =
  'Check that the bucket exists, that aws.region is its region and that the credentials in use may read and write it.';

/**
 * What to do where credentials that were good are so no longer.
 * @param renewable whether others can come while the run goes on.
 */
export function lapseAdvice(renewable: boolean): string {
  return renewable
    ? 'Renew the credentials (e.g. aws sso login, or new keys in the profile): they are taken as soon as they are there.'
    : 'These are keys of the environment or the configuration, which cannot change while the run goes on. Stop it ' +
        '(Ctrl-C) and run it again with new keys and -resume, or with a profile or a role, which can be renewed meanwhile.';
}

/** What to do about a failed call to S3, by the name of its error or the system's code. */
export function storageAdvice(name: string): string {
  return BY_NAME.get(name) ?? GENERAL;
}
