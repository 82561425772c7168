import type { ContainerInstance, Resource } from '@aws-sdk/client-ecs';
import { present } from '../present.js';
import type { EcsInstance } from './ecs-api.js';

/**
 * Keeps of ECS's container instance what a trace tells: its attributes hold type and zone (DG
 * task-placement-constraints), what it registered is what tasks can have of it (API_Resource: CPU units, MiB, GPU ids).
 */
export function toEcsInstance(instance: ContainerInstance): EcsInstance {
  const attributes = new Map((instance.attributes ?? []).map(({ name, value }) => [name, value]));
  const resources = new Map((instance.registeredResources ?? []).map((one) => [one.name, one]));
  return {
    arn: instance.containerInstanceArn ?? '',
    ...present({
      ec2Id: instance.ec2InstanceId,
      type: attributes.get('ecs.instance-type'),
      zone: attributes.get('ecs.availability-zone'),
    }),
    cpu: amount(resources.get('CPU')),
    memory: amount(resources.get('MEMORY')),
    gpus: resources.get('GPU')?.stringSetValue?.length ?? 0,
  };
}

function amount(resource: Resource | undefined): number {
  return resource?.integerValue ?? 0;
}
