/** AWS's own capacity providers: in every account, and usable by a cluster once associated with it. */
export const awsOwnedProviders: readonly string[] = ['FARGATE', 'FARGATE_SPOT'];

/** True for a provider that is AWS's own. */
export const isAwsOwned = (name: string): boolean => awsOwnedProviders.includes(name);
