import type { Problem } from '../../spi/index.js';
import type { AwsEcsConfig } from '../config/awsecs-config.js';
import { nearest } from '../nearest.js';
import { MOST_TAGS, OUR_TAGS, userTags } from './tags.js';
import type { TaskNeeds } from './task-needs.js';

type Settings = Pick<AwsEcsConfig, 'secrets' | 'tags' | 'fusionPrivileged' | 'networkMode'>;

/** What a process asks for that does not go with the configuration. The process is fine by itself. */
export function configProblems(process: string, needs: TaskNeeds, config: Settings): readonly Problem[] {
  const at = (directive: string): string => `process ${process}, directive ${directive}`;
  return [
    ...secretProblems(at('secret'), needs, config),
    ...tagProblems(at('resourceLabels'), needs, config),
    ...capabilityProblems(at('containerOptions'), needs, config),
    ...(config.networkMode === 'host' ? networkProblems(process, needs, 'host') : []),
  ];
}

/**
 * "For tasks that use the host network mode, the network namespace systemControls aren't supported" (SystemControl).
 * Where `aws.ecs.networkMode` is `auto` the mode is known late: this is asked again for what it came to.
 */
export function networkProblems(
  process: string,
  { container }: TaskNeeds,
  mode: 'host' | 'awsvpc',
): readonly Problem[] {
  const names = (container.systemControls ?? []).flatMap(({ namespace = '' }) =>
    namespace.startsWith('net.') ? [namespace] : [],
  );
  if (mode !== 'host' || names.length === 0) return [];
  return [
    {
      code: 'DIRECTIVE_INVALID',
      path: `process ${process}, directive containerOptions`,
      message: "has --sysctl of the network, which in host mode is the instance's",
      found: names.join(', '),
      fix: "Set aws.ecs.networkMode = 'awsvpc', or remove it.",
    },
  ];
}

function secretProblems(path: string, { secrets }: TaskNeeds, { secrets: mapped = {} }: Settings): Problem[] {
  const known = Object.keys(mapped).sort();
  return secrets
    .filter((name) => !Object.hasOwn(mapped, name))
    .map((name) => {
      const near = nearest(name, known);
      const guess = near === undefined ? '' : `Did you mean ${near}? `;
      return {
        code: 'SECRET_UNKNOWN',
        path,
        message: `names a secret that aws.ecs.secrets does not have; it has ${known.length === 0 ? 'none' : known.join(', ')}`,
        found: `'${name}'`,
        fix: `${guess}Add to aws.ecs.secrets: ${name}: 'arn:aws:secretsmanager:<region>:<account>:secret:<name>'`,
      };
    });
}

/** `resourceLabels` and `aws.ecs.tags` count together, a name that both have once. */
function tagProblems(path: string, { labels }: TaskNeeds, { tags = {} }: Settings): Problem[] {
  const all = userTags(tags, labels);
  const most = MOST_TAGS - OUR_TAGS;
  if (all.length <= most) return [];
  return [
    {
      code: 'TAGS_TOO_MANY',
      path,
      message:
        `makes ${all.length} tags together with aws.ecs.tags, and ${OUR_TAGS} more say which task it is: AWS takes ${MOST_TAGS}. ` +
        `They are ${all.map(({ key = '' }) => key).join(', ')}`,
      fix: `Keep at most ${most} of them.`,
    },
  ];
}

/** Fusion mounts with what it is given: a privileged container has all, another needs SYS_ADMIN. */
function capabilityProblems(
  path: string,
  { container }: TaskNeeds,
  { fusionPrivileged }: Settings,
): Problem[] {
  if (fusionPrivileged && container.privileged === false)
    return [
      {
        code: 'DIRECTIVE_INVALID',
        path,
        message: 'has --privileged=false, and fusion.privileged makes every container privileged',
        found: 'false',
        fix: 'Set fusion.privileged = false, or remove it.',
      },
    ];
  const dropped = container.linuxParameters?.capabilities?.drop ?? [];
  const problem = (message: string, fix: string): Problem[] => [
    { code: 'DIRECTIVE_INVALID', path, message, found: dropped.join(', '), fix },
  ];
  if (fusionPrivileged && dropped.length > 0)
    return problem(
      'has --cap-drop, which takes nothing from a privileged container, as fusion.privileged makes it',
      'Set fusion.privileged = false, or remove it.',
    );
  if (dropped.includes('SYS_ADMIN'))
    return problem('drops the capability that Fusion mounts the work dir with', 'Keep SYS_ADMIN.');
  return [];
}
