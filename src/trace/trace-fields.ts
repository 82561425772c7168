import type { TraceField } from '../../spi/index.js';

/** What a trace of a task on ECS tells beside the fields of every engine, in the order it is shown. */
export const traceFields = [
  { name: 'cluster', type: 'text', help: 'Name of the ECS cluster.' },
  { name: 'capacity_provider', type: 'text', help: 'Capacity provider whose instance it got.' },
  { name: 'instance_id', type: 'text', help: 'EC2 instance it was on.' },
  { name: 'instance_type', type: 'text', help: 'Type of that instance, e.g. m6i.large.' },
  { name: 'zone', type: 'text', help: 'Availability zone it was in.' },
  { name: 'price_model', type: 'text', help: 'How the instance is paid: on-demand, spot or reserved.' },
  { name: 'image_digest', type: 'text', help: 'Digest of the image that was pulled.' },
  { name: 'cpus_asked', type: 'count', help: 'vCPUs that ECS kept for it.' },
  { name: 'memory_asked', type: 'memory', help: 'Memory that ECS kept for it.' },
  { name: 'pull_time', type: 'duration', help: 'Time the pull of its image took.' },
  { name: 'queue_time', type: 'duration', help: 'Time from when ECS took it to when its container started.' },
  { name: 'interruptions', type: 'count', help: 'How often it had lost its machine before this attempt.' },
  { name: 'cost', type: 'money', help: 'Estimated cost: its share of the instance, with the fee.' },
  { name: 'cost_basis', type: 'text', help: 'Price that the estimate rests on, its region and its day.' },
  { name: 'log_stream', type: 'text', help: 'CloudWatch log stream of its output.' },
  { name: 'console_url', type: 'text', help: 'Its page in the AWS console, which shows it for an hour.' },
] as const satisfies readonly TraceField[];

/** Values by the names of {@link traceFields}; those not known yet are absent. */
export type TraceExtra = {
  readonly [Field in (typeof traceFields)[number] as Field['name']]?: Field['type'] extends 'text'
    ? string
    : number;
};
