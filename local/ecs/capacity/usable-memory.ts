/**
 * Memory an instance of `nominal` MiB registers with ECS, all of it for tasks (facts §2d: less than nominal, by how
 * much AWS does not say). The only place that guesses it. Taken from what Linux finds on real instances, as Karpenter
 * measured it (its generated table of memory overheads): 405 MiB less of m6i.large's 8 GiB, 2270 of m6i.4xlarge's 64,
 * 8473 of m6i.16xlarge's 256, so about 140 MiB and 3.25 %. What Managed Instances' own agent keeps is unknown; 60 MiB
 * more are taken for it, so that who asks for a round size fails here as on AWS.
 */
export const usableMemory = (nominal: number): number => Math.floor(nominal * 0.9675 - 200);
