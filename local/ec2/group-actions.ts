import { AwsError } from '../http/aws-error.js';
import { renderResource } from './describe.js';
import { type Ec2Action, type Ec2Call, found } from './ec2-action.js';
import { refuseTooMany } from './ec2-quotas.js';
import { noRule, ruleKind } from './group-kinds.js';
import { invalidValue } from './invalid-value.js';
import type { SecurityGroup, SecurityRule, Vpc } from './network-model.js';
import { newTags, renderTags } from './resource-tags.js';
import { readRules, type RuleSpec, sameRule } from './rule-reader.js';
import { noGroup } from './vpc-kinds.js';
import { vpcOf } from './vpc-actions.js';

/** Security groups and their rules: made and deleted. */
export const groupActions: Readonly<Record<string, Ec2Action>> = {
  CreateSecurityGroup: (call) => {
    const { parameters, network, account } = call;
    const name = checkedName(parameters.required('GroupName'));
    const description = checkedDescription(parameters.required('GroupDescription'));
    const vpc = groupVpc(call);
    const tags = newTags(parameters, 'security-group');
    if (network.groups.some((group) => group.vpcId === vpc.id && group.name === name)) {
      throw new AwsError(
        'InvalidGroup.Duplicate',
        `The security group '${name}' already exists for VPC '${vpc.id}'`,
      );
    }
    refuseTooMany('groups', network.groups.length);
    return () => {
      const group = network.addSecurityGroup(vpc.id, name, description);
      network.tables.setTags(group.id, tags);
      return {
        return: true,
        groupId: group.id,
        securityGroupArn: `arn:aws:ec2:${network.region}:${account}:security-group/${group.id}`,
        tagSet: renderTags(tags),
      };
    };
  },
  DeleteSecurityGroup: (call) => {
    const { network } = call;
    const group = groupOf(call);
    if (group.name === 'default') {
      throw new AwsError(
        'CannotDelete',
        `the specified group: "${group.id}" name: "default" cannot be deleted by a user`,
      );
    }
    const used =
      network.tables.rules.all.some((rule) => rule.groupId !== group.id && rule.peer.value === group.id) ||
      network.endpoints.some(({ groupIds }) => groupIds?.includes(group.id) === true) ||
      call.interfaces.in(network.region).some(({ groupIds }) => groupIds.includes(group.id));
    if (used) throw new AwsError('DependencyViolation', `resource ${group.id} has a dependent object`);
    return () => {
      for (const rule of rulesOf(call, group)) network.tables.delete(rule.id);
      network.tables.delete(group.id);
      return { return: true, groupId: group.id };
    };
  },
  AuthorizeSecurityGroupIngress: authorize(false),
  AuthorizeSecurityGroupEgress: authorize(true),
  RevokeSecurityGroupIngress: revoke(false),
  RevokeSecurityGroupEgress: revoke(true),
};

function authorize(egress: boolean): Ec2Action {
  return (call) => {
    const { parameters, network, account } = call;
    const group = groupOf(call);
    const wanted = readRules(call);
    const tags = newTags(parameters, 'security-group-rule');
    const there = rulesOf(call, group).filter((rule) => rule.egress === egress);
    const twice = wanted.find(
      (rule, index) =>
        there.some((other) => sameRule(rule, other)) ||
        wanted.slice(0, index).some((other) => sameRule(rule, other)),
    );
    if (twice !== undefined) throw duplicate(twice);
    refuseTooMany('rules', there.length, wanted.length);
    return () => {
      const rules = wanted.map((rule): SecurityRule => ({
        id: network.newId('sgr'),
        vpcId: group.vpcId,
        groupId: group.id,
        egress,
        ...rule,
      }));
      for (const rule of rules) {
        network.tables.rules.put(rule);
        network.tables.setTags(rule.id, tags);
      }
      return {
        return: true,
        securityGroupRuleSet: {
          item: rules.map((rule) => renderResource(ruleKind(account), rule, () => tags)),
        },
      };
    };
  };
}

function revoke(egress: boolean): Ec2Action {
  return (call) => {
    const group = groupOf(call);
    const there = rulesOf(call, group).filter((rule) => rule.egress === egress);
    const ids = call.parameters.list('SecurityGroupRuleId');
    const gone =
      ids.length > 0
        ? ids.map((id) =>
            found(
              there.find((rule) => rule.id === id),
              id,
              noRule,
            ),
          )
        : readRules(call).map((wanted) => {
            const rule = there.find((other) => sameRule(wanted, other));
            if (rule !== undefined) return rule;
            throw new AwsError(
              'InvalidPermission.NotFound',
              'The specified rule does not exist in this security group.',
            );
          });
    return () => {
      for (const { id } of gone) call.network.tables.delete(id);
      return { return: true };
    };
  };
}

function rulesOf({ network }: Ec2Call, group: SecurityGroup): readonly SecurityRule[] {
  return network.tables.rules.all.filter(({ groupId }) => groupId === group.id);
}

function groupOf({ parameters, network }: Ec2Call): SecurityGroup {
  const id = parameters.required('GroupId');
  return found(network.group(id), id, noGroup);
}

function groupVpc(call: Ec2Call): Vpc {
  const id = call.parameters.text('VpcId');
  if (id !== undefined) return vpcOf(call, id);
  if (call.network.defaultVpc !== undefined) return call.network.defaultVpc;
  throw new AwsError('VPCIdNotSpecified', 'No default VPC for this user');
}

/** Characters of names and descriptions (API reference, CreateSecurityGroup). */
const allowed = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/;

function checkedName(name: string): string {
  if (name === 'default')
    throw new AwsError('InvalidGroup.Reserved', "The security group 'default' is reserved");
  if (allowed.test(name) && !name.startsWith('sg-')) return name;
  throw invalidValue(
    `Value (${name.slice(0, 300)}) for parameter GroupName is invalid. 1 to 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$* are allowed, without sg- in front.`,
  );
}

function checkedDescription(text: string): string {
  if (allowed.test(text)) return text;
  throw invalidValue(
    `Value (${text.slice(0, 300)}) for parameter GroupDescription is invalid. Character sets beyond ASCII are not supported.`,
  );
}

function duplicate({ peer, protocol, fromPort, toPort }: RuleSpec): AwsError {
  const ports = fromPort === undefined ? '' : `, from port: ${fromPort}, to port: ${toPort ?? fromPort}`;
  const what = protocol === '-1' ? 'ALL' : protocol.toUpperCase();
  return new AwsError(
    'InvalidPermission.Duplicate',
    `the specified rule "peer: ${peer.value}, ${what}${ports}, ALLOW" already exists`,
  );
}
