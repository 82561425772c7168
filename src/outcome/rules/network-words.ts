/** Words of a call that waited in vain: it may work a moment later (DG task_cannot_pull_image, verify-connectivity). */
export const TIMED_OUT =
  /timeout|timed out|deadline exceeded|request canceled|RequestCanceled|context canceled|signal: killed/i;

/** Words of a call that found no way to where it was sent (DG task_cannot_pull_image, resource-initialization-error). */
export const NO_WAY_OUT =
  /no such host|connection refused|no route to host|network is unreachable|connection issue between|network (?:connection|configuration)|send request failed|could not connect to the endpoint|invalid memory address/i;

/** Words of a connection or registry that broke off, or of a server's own fault. */
export const BROKE_OFF = /unexpected EOF|connection reset|error pulling image conf|\b50[0234]\b/i;

/** What to look at where tasks cannot reach AWS or the internet (facts §2c, where the traffic goes). */
export const OPEN_THE_WAY =
  "Check the way out of the provider's subnets: a NAT gateway or VPC endpoints (S3, ECR, CloudWatch Logs, Secrets Manager) in their route tables, and security groups that let HTTPS out.";
