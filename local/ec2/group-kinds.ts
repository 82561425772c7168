import { AwsError } from '../http/aws-error.js';
import type { XmlElement } from '../http/xml.js';
import type { ResourceKind } from './describe.js';
import type { RulePeer, SecurityGroup, SecurityRule } from './network-model.js';
import { noGroup } from './vpc-kinds.js';

/** @param rulesOf all rules of a group */
export function groupKind(
  { account, region }: { readonly account: string; readonly region: string },
  rulesOf: (groupId: string) => readonly SecurityRule[],
): ResourceKind<SecurityGroup> {
  const peers = (egress: boolean, kind: RulePeer['kind']) => (group: SecurityGroup) =>
    rulesOf(group.id).flatMap((rule) =>
      rule.egress === egress && rule.peer.kind === kind ? [rule.peer.value] : [],
    );
  return {
    idParameter: 'GroupId',
    notFound: noGroup,
    filters: {
      'group-id': (group) => [group.id],
      'group-name': (group) => [group.name],
      'vpc-id': (group) => [group.vpcId],
      description: (group) => [group.description],
      'owner-id': () => [account],
      'ip-permission.cidr': peers(false, 'cidr'),
      'ip-permission.group-id': peers(false, 'group'),
      'ip-permission.prefix-list-id': peers(false, 'prefixList'),
      'egress.ip-permission.cidr': peers(true, 'cidr'),
      'egress.ip-permission.group-id': peers(true, 'group'),
      'egress.ip-permission.prefix-list-id': peers(true, 'prefixList'),
    },
    setName: 'securityGroupInfo',
    render: (group) => ({
      ownerId: account,
      groupId: group.id,
      groupName: group.name,
      groupDescription: group.description,
      securityGroupArn: `arn:aws:ec2:${region}:${account}:security-group/${group.id}`,
      vpcId: group.vpcId,
      ipPermissions: permissions(
        rulesOf(group.id).filter((rule) => !rule.egress),
        account,
      ),
      ipPermissionsEgress: permissions(
        rulesOf(group.id).filter((rule) => rule.egress),
        account,
      ),
    }),
  };
}

/** Rules of the same protocol and ports are told together. */
function permissions(rules: readonly SecurityRule[], account: string): XmlElement {
  const together = new Map<string, SecurityRule[]>();
  for (const rule of rules) {
    const key = `${rule.protocol} ${rule.fromPort ?? ''} ${rule.toPort ?? ''}`;
    together.set(key, [...(together.get(key) ?? []), rule]);
  }
  return { item: [...together.values()].map((same) => permission(same, account)) };
}

function permission(rules: readonly SecurityRule[], account: string): XmlElement {
  const [first] = rules;
  const of = (kind: RulePeer['kind'], member: string, more: XmlElement = {}): XmlElement => ({
    item: rules
      .filter(({ peer }) => peer.kind === kind)
      .map(({ peer, description }) => ({ [member]: peer.value, ...more, description })),
  });
  return {
    ipProtocol: first?.protocol,
    fromPort: first?.fromPort,
    toPort: first?.toPort,
    groups: of('group', 'groupId', { userId: account }),
    ipRanges: of('cidr', 'cidrIp'),
    ipv6Ranges: of('cidr6', 'cidrIpv6'),
    prefixListIds: of('prefixList', 'prefixListId'),
  };
}

export function ruleKind(account: string): ResourceKind<SecurityRule> {
  return {
    idParameter: 'SecurityGroupRuleId',
    notFound: noRule,
    filters: {
      'group-id': ({ groupId }) => [groupId],
      'security-group-rule-id': ({ id }) => [id],
    },
    setName: 'securityGroupRuleSet',
    render: (rule) => ({
      securityGroupRuleId: rule.id,
      groupId: rule.groupId,
      groupOwnerId: account,
      isEgress: rule.egress,
      ipProtocol: rule.protocol,
      // AWS tells -1 for both where a rule has no ports.
      fromPort: rule.fromPort ?? -1,
      toPort: rule.toPort ?? -1,
      cidrIpv4: rule.peer.kind === 'cidr' ? rule.peer.value : undefined,
      cidrIpv6: rule.peer.kind === 'cidr6' ? rule.peer.value : undefined,
      prefixListId: rule.peer.kind === 'prefixList' ? rule.peer.value : undefined,
      referencedGroupInfo:
        rule.peer.kind === 'group' ? { groupId: rule.peer.value, userId: account } : undefined,
      description: rule.description,
    }),
  };
}

export const noRule = (id: string): AwsError =>
  new AwsError('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${id}' does not exist`);
