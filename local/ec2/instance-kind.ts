import { AwsError } from '../http/aws-error.js';
import type { ResourceKind } from './describe.js';
import type { Ec2Instance } from './instance.js';

/** EC2's numbers for the states of an instance. */
const stateCodes = { pending: 0, running: 16, 'shutting-down': 32, terminated: 48 } as const;

/** Who manages the instances of ECS (facts §10). */
const operator = { managed: true, principal: 'ecs.amazonaws.com', hiddenByDefault: true };

/** Each instance is told in a reservation of its own: ECS launches them one by one. */
export function instanceKind(account: string): ResourceKind<Ec2Instance> {
  return {
    idParameter: 'InstanceId',
    notFound: (id) =>
      /^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id)
        ? new AwsError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`)
        : new AwsError('InvalidInstanceID.Malformed', `Invalid id: "${id}"`),
    filters: {
      'instance-id': ({ id }) => [id],
      'instance-type': ({ type }) => [type.name],
      'instance-state-name': ({ state }) => [state],
      'instance-state-code': ({ state }) => [String(stateCodes[state])],
      'instance-lifecycle': ({ spot }) => (spot ? ['spot'] : []),
      'availability-zone': ({ zone }) => [zone],
      'subnet-id': ({ subnet }) => [subnet],
      'vpc-id': ({ vpc }) => (vpc === undefined ? [] : [vpc]),
      architecture: ({ type }) => [type.architecture],
      'operator.managed': () => [String(operator.managed)],
      'operator.principal': () => [operator.principal],
      'owner-id': () => [account],
    },
    setName: 'reservationSet',
    render: (instance) => ({
      reservationId: `r-${instance.id.slice(2)}`,
      ownerId: account,
      groupSet: {},
      instancesSet: { item: rendered(instance) },
    }),
  };
}

function rendered({ type, ...instance }: Ec2Instance): ReturnType<ResourceKind<Ec2Instance>['render']> {
  return {
    instanceId: instance.id,
    instanceType: type.name,
    instanceState: { code: stateCodes[instance.state], name: instance.state },
    launchTime: new Date(instance.launchedAt).toISOString(),
    placement: { availabilityZone: instance.zone, tenancy: 'default' },
    subnetId: instance.subnet,
    vpcId: instance.vpc,
    architecture: type.architecture,
    // Of an instance EC2 says xen, be it Xen or Nitro (API reference, Instance); of a type it says which.
    hypervisor: 'xen',
    virtualizationType: 'hvm',
    rootDeviceType: 'ebs',
    cpuOptions: { coreCount: type.vCpus / type.threadsPerCore, threadsPerCore: type.threadsPerCore },
    instanceLifecycle: instance.spot ? 'spot' : undefined,
    tagSet: { item: instance.tags.map(({ key, value }) => ({ key, value })) },
    operator,
  };
}
