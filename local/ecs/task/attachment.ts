import { type Random, randomBytesHex, randomUuid } from '../../random-id.js';

/** AWS's states of an attachment; those an attachment of a task passes here. */
export type AttachmentStatus = 'PRECREATED' | 'ATTACHING' | 'ATTACHED' | 'DETACHING' | 'DELETED';

/** Something attached to a task from outside: its network interface, its EBS volume. */
export interface Attachment {
  readonly id: string;
  readonly type: 'ElasticNetworkInterface' | 'AmazonElasticBlockStorage';
  status: AttachmentStatus;
  /** In the order of AWS's answer. */
  readonly details: { name: string; value: string }[];
}

/** An id like those of AWS's attachments: a UUID. */
export const attachmentId = (random: Random): string => randomUuid(random);

export function detailOf({ details }: Attachment, name: string): string | undefined {
  return details.find((detail) => detail.name === name)?.value;
}

/** Where a network interface comes to be. */
export interface InterfacePlace {
  readonly subnet: string;
  /** Private IPv4 address in that subnet. */
  readonly address: string;
}

/** Gives an attachment what it has once the task has a host (facts: Attachment.details of the API model). */
export function attach(attachment: Attachment, place: InterfacePlace | undefined, random: Random): void {
  attachment.status = 'ATTACHING';
  if (attachment.type === 'AmazonElasticBlockStorage') {
    attachment.details.push({ name: 'volumeId', value: `vol-0${hexId(random)}` });
  } else if (place !== undefined) {
    const mac = randomBytesHex(random, 5).match(/../g) ?? [];
    attachment.details.push(
      { name: 'subnetId', value: place.subnet },
      { name: 'networkInterfaceId', value: `eni-0${hexId(random)}` },
      { name: 'macAddress', value: ['0e', ...mac].join(':') },
      { name: 'privateIPv4Address', value: place.address },
    );
  }
}

const hexId = (random: Random): string => randomBytesHex(random, 8);
