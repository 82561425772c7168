import { type InstanceType } from '../../ec2/instance-type.js';

/** Families ECS's page on trunking names as without it. */
const untrunked = /^(c5n|d3|d3en|g4dn|i3|i3en|inf1|m5dn|m5zn|r5b|r5n|r5dn)$/;

/** Sizes whose limit that page gives apart from the rule. */
const special: Readonly<Record<string, number>> = {
  'g4ad.xlarge': 12,
  'g4ad.2xlarge': 12,
  'g4ad.4xlarge': 12,
  'g4ad.8xlarge': 12,
  'g4ad.16xlarge': 12,
  'g5.xlarge': 6,
  'g5.2xlarge': 19,
  'g5.4xlarge': 40,
  'trn1.2xlarge': 19,
  'x2iedn.xlarge': 13,
  'x2iedn.2xlarge': 29,
};

/** Whether tasks' interfaces are branches of a trunk, as they are on Managed Instances wherever the type can (guide). */
export const hasTrunk = (family: string): boolean => !untrunked.test(family);

/**
 * Tasks in awsvpc mode an instance can hold, each with an interface of its own (facts §2c: trunking where the type
 * has it). The numbers are of the developer guide's page on trunking for EC2, which ends in 2023: newer families are
 * given those of their size, the lower of two where the page has two (8xlarge: 60 or 90).
 */
export function interfaceDensity(type: InstanceType): number {
  const alone = Math.max(1, type.networkInterfaces - 1);
  if (!hasTrunk(type.family)) return alone;
  const known = special[type.name];
  if (known !== undefined) return known;
  if (type.vCpus <= 2) return 10;
  if (type.vCpus <= 4) return 20;
  if (type.vCpus <= 8) return 40;
  return type.vCpus < 64 ? 60 : 120;
}
