import { printable } from '../../spi/index.js';
import type { PlannedProcess, PlannedWay } from '../../src/plan/run-plan.js';
import type { Style } from '../progress/style.js';
import type { PlanDocument } from './plan-document.js';
import { renderQuotas } from './render-quotas.js';

const INDENT = '  ';

/** A plan for people; ends without a line break. */
export function renderPlan(document: PlanDocument, style: Style): string {
  const { script, workDir, awsecs, notPlanned, warnings } = document;
  const paragraphs = [
    [`Plan of ${printable(script)}: nothing was launched, and nothing in AWS was changed.`],
    table([
      ...(awsecs === undefined ? [] : [['cluster', `${awsecs.cluster} in ${awsecs.region}`] as const]),
      ['work dir', workDir],
      ...(awsecs === undefined
        ? []
        : [['log group', `${awsecs.logsGroup}; the run creates it where it is missing`] as const]),
    ]),
    ...(awsecs?.processes ?? []).map((process) => renderProcess(process, style)),
    ...notPlanned.map(({ process, executor }) => [
      style.bold(`Process ${printable(process)}`),
      `${INDENT}runs on executor ${printable(executor)}: plan knows the requests of awsecs only`,
    ]),
    ...(warnings.length === 0
      ? []
      : [[style.bold('Warnings'), ...warnings.map((line) => style.yellow(`${INDENT}${printable(line)}`))]]),
    ...(awsecs === undefined ? [] : [[style.bold(QUOTAS), ...indented(renderQuotas(awsecs.quotas))]]),
    ...(awsecs === undefined ? [] : [[NEW_IN_EVERY_RUN]]),
  ];
  return paragraphs.map((lines) => lines.join('\n')).join('\n\n');
}

const QUOTAS = "AWS's quotas, shared by all of the account and region, beside what the run uses";
const NEW_IN_EVERY_RUN =
  'Session id, task hash, work dir and client token above are examples: each run has its own.';

function renderProcess(process: PlannedProcess, style: Style): string[] {
  const [first, ...others] = process.ways;
  const notices = [...process.notices, ...process.ways.flatMap((way) => way.notices)];
  return [
    style.bold(`Process ${printable(process.process)}`),
    ...indented([
      ...table([
        ['provider', describeProvider(first)],
        ...others.map((way) => ['then', describeProvider(way)] as const),
        ['network', describeNetwork(first)],
        ...(first.storage.kind === 'volume' ? [['storage', describeVolume(first)] as const] : []),
        [
          'image',
          process.imagePending ? `${process.image}, which the run resolves through Wave` : process.image,
        ],
        ['definition', describeDefinition(first)],
      ]),
      ...[...new Set(notices)].map((notice) => style.yellow(`notice      ${printable(notice)}`)),
      'RunTask',
      ...indented(JSON.stringify(first.runTask, null, 2).split('\n')),
    ]),
  ];
}

function describeProvider({ provider, capacityType, reason, strategy, runTask }: PlannedWay): string {
  const names = strategy.length > 1 ? strategy.map((item) => item.capacityProvider).join(' + ') : provider;
  const constraints = (runTask.placementConstraints ?? []).map(({ type, expression }) => expression ?? type);
  const only = constraints.length === 0 ? '' : `, only where ${constraints.join(' and ')}`;
  return `${names} (${capacityType})${only}: ${reason}`;
}

function describeNetwork({ network }: PlannedWay): string {
  if (network.mode === 'host') return `host: ${network.reason}`;
  const { subnets, securityGroups, reason } = network;
  return `awsvpc in ${subnets.join(', ')} with ${securityGroups.join(', ')}: ${reason}`;
}

/** The request says how large it is. */
function describeVolume({ runTask }: PlannedWay): string {
  const [volume] = runTask.volumeConfigurations ?? [];
  const { sizeInGiB, volumeType = 'gp3' } = volume?.managedEBSVolume ?? {};
  return `a volume of the task's own: ${sizeInGiB ?? 0} GiB, ${volumeType}`;
}

function describeDefinition({ definition: { action, family, arn } }: PlannedWay): string {
  switch (action) {
    case 'reuse':
      return `${arn ?? ''} is used again`;
    case 'register':
      return `${family ?? ''} would be registered`;
    case 'undecided':
      return 'found or registered by the run, under a name that depends on the resolved image';
  }
}

function table(rows: readonly (readonly [name: string, value: string])[]): string[] {
  return rows.map(([name, value]) => `${name.padEnd(10)}  ${printable(value)}`);
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `${INDENT}${line}`);
}
