import { parseArgs } from 'node:util';

/** Where a smoke test takes place. */
export interface RealPlace {
  readonly cluster: string;
  readonly role: string;
  readonly bucket: string;
  readonly region?: string;
  readonly provider?: string;
  readonly network?: { readonly subnets: readonly string[]; readonly securityGroups: readonly string[] };
}

export interface SmokeOptions {
  /** `local`: on a local cloud started for it. */
  readonly place: RealPlace | 'local';
  readonly image: string;
  /** Folder of the report. */
  readonly out: string;
  /** Minutes after which nothing more is asked. */
  readonly deadline: number;
}

const CONSENT = ['cluster', 'role', 'bucket'] as const;

export const usage = `npm run smoke -- -local
npm run smoke -- -yes -cluster <name> -role <execution role ARN> -bucket <bucket> [-region <region>]
  [-provider <capacity provider>] [-subnets <ids> -security-groups <ids>] [-image <image>] [-out <folder>]
  [-deadline <minutes>]`;

/**
 * Reads the command line. A real account is asked only by somebody who said so in four words.
 * @throws Error listing everything that is missing or wrong.
 */
export function smokeOptions(argv: readonly string[]): SmokeOptions {
  const { values } = parseArgs({
    // Nextflow's spelling, as everywhere here, or GNU's.
    args: argv.map((word) => word.replace(/^-(?=[a-z][a-z-])/, '--')),
    options: {
      local: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      image: { type: 'string', default: 'public.ecr.aws/docker/library/busybox:stable' },
      out: { type: 'string', default: '.nf-awsecs/smoke' },
      deadline: { type: 'string', default: '90' },
      ...text('cluster', 'role', 'bucket', 'region', 'provider', 'subnets', 'security-groups'),
    },
  });
  const { local, yes, image, out } = values;
  const deadline = Number(values.deadline);
  const missing = local ? [] : CONSENT.filter((name) => values[name] === undefined).map((name) => `-${name}`);
  const problems = [
    ...(local || yes ? [] : ['it starts tasks that cost money: say -yes, or try it with -local']),
    ...(missing.length === 0 ? [] : [`say where: ${missing.join(', ')}`]),
    ...(local && yes ? ['-local needs no -yes: give one of them'] : []),
    ...((values.subnets === undefined) === (values['security-groups'] === undefined)
      ? []
      : ['-subnets and -security-groups go together']),
    ...(deadline > 0 ? [] : [`-deadline is ${values.deadline}, not a number of minutes`]),
  ];
  if (problems.length > 0) throw new Error(`Nothing was started: ${problems.join('; ')}.\n${usage}`);
  return { place: local ? 'local' : realPlace(values), image, out, deadline };
}

function realPlace(values: Readonly<Record<string, string | boolean | undefined>>): RealPlace {
  const given = (name: string): string => String(values[name] ?? '');
  const optional = (name: 'region' | 'provider'): Partial<RealPlace> =>
    values[name] === undefined ? {} : { [name]: given(name) };
  const network = { subnets: list(given('subnets')), securityGroups: list(given('security-groups')) };
  return {
    cluster: given('cluster'),
    role: given('role'),
    bucket: given('bucket'),
    ...optional('region'),
    ...optional('provider'),
    ...(network.subnets.length > 0 && { network }),
  };
}

function text<const Name extends string>(...names: Name[]): Record<Name, { readonly type: 'string' }> {
  return Object.fromEntries(names.map((name) => [name, { type: 'string' }])) as Record<
    Name,
    { readonly type: 'string' }
  >;
}

function list(names: string): readonly string[] {
  return names.split(',').filter((name) => name !== '');
}
