import { inject, injectable } from 'tsyringe';
import { NetworkApi, type Subnet } from '../aws/network-api.js';
import { CallRepeater } from '../aws/call-repeater.js';
import { AwsServiceError } from '../aws/service-error.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { Logger } from '../di/tokens.js';
import { patientNetwork } from './patient-network.js';
import type { Provider } from '../placement/provider.js';
import { reachesS3, type NetworkChoice, type TaskNetwork } from './choose-network.js';
import { NetworkDiscoveryError } from './network-discovery-error.js';

/** AwsVpcConfiguration takes at most 16 subnets and 5 security groups. */
export const MOST_SUBNETS = 16;
export const MOST_GROUPS = 5;

interface FoundNetwork {
  readonly subnets: readonly Subnet[];
  readonly groups: readonly string[];
}

/** Finds the network of each capacity provider's tasks, once a provider and session. */
@injectable()
export class NetworkPlanner {
  private readonly choices = new Map<string, Promise<NetworkChoice>>();
  private hostNoticeGiven = false;

  private readonly network: NetworkApi;

  constructor(
    @inject(NetworkApi) network: NetworkApi,
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(Logger) private readonly logger: Logger,
    @inject(CallRepeater) calls: CallRepeater,
  ) {
    this.network = patientNetwork(network, calls);
  }

  /** As {@link choiceOf}, for whoever needs no reason. */
  async networkOf(provider: Provider): Promise<TaskNetwork> {
    return (await this.choiceOf(provider)).network;
  }

  /** @throws NetworkDiscoveryError where no subnet or group can be found; AwsServiceError where EC2 failed. */
  choiceOf(provider: Provider): Promise<NetworkChoice> {
    let choice = this.choices.get(provider.name);
    if (choice === undefined) {
      choice = this.choose(provider);
      this.choices.set(provider.name, choice);
      // A failure is not kept: the next task asks again.
      choice.catch(() => this.choices.delete(provider.name));
    }
    return choice;
  }

  private async choose(provider: Provider): Promise<NetworkChoice> {
    const { networkMode, subnets, securityGroups } = this.config;
    if (networkMode === 'host') return { network: { mode: 'host' }, reason: "aws.ecs.networkMode is 'host'" };
    if (subnets !== undefined && securityGroups !== undefined) {
      const network = { mode: 'awsvpc', subnets, securityGroups } as const;
      return { network, reason: 'aws.ecs.subnets and aws.ecs.securityGroups are set' };
    }
    const wish = this.wish();
    try {
      const { subnets: found, groups } = await this.discover(provider);
      if (wish === undefined && !(await this.hasWayToS3(found)))
        return this.host('the subnets lead to neither a NAT gateway nor an S3 endpoint');
      const network = { mode: 'awsvpc', subnets: found.map(({ id }) => id), securityGroups: groups } as const;
      return { network, reason: wish ?? 'the subnets lead to a NAT gateway or an S3 endpoint' };
    } catch (error) {
      if (wish !== undefined || !(error instanceof AwsServiceError) || error.kind !== 'denied') throw error;
      return this.host(`the routes of the VPC cannot be read (${error.operation}: ${error.awsCode})`);
    }
  }

  /** Why the tasks have a network of their own whatever its routes are; undefined where they decide. */
  private wish(): string | undefined {
    const { networkMode, subnets, securityGroups } = this.config;
    if (networkMode === 'awsvpc') return "aws.ecs.networkMode is 'awsvpc'";
    if (subnets !== undefined) return 'aws.ecs.subnets is set';
    return securityGroups === undefined ? undefined : 'aws.ecs.securityGroups is set';
  }

  private host(why: string): NetworkChoice {
    if (!this.hostNoticeGiven) {
      this.hostNoticeGiven = true;
      this.logger.info(
        `Tasks share the network and metadata service of their instance (host mode): ${why}. ` +
          "For a network of their own set aws.ecs.subnets or aws.ecs.networkMode = 'awsvpc'.",
      );
    }
    return { network: { mode: 'host' }, reason: why };
  }

  /** Settings first, then the default VPC where the provider lies in it, then the provider's own network. */
  private async discover(provider: Provider): Promise<FoundNetwork> {
    const known = this.config.subnets ?? provider.subnets;
    // Asked about no subnet in particular, EC2 would answer with all of them.
    const start = known.length > 0 ? await this.known(known) : await this.subnetsOfDefaultVpc(provider);
    const vpc = start[0]?.vpc;
    if (vpc === undefined) throw noSubnets(provider.name);
    const inDefault = (await this.network.defaultVpc()) === vpc;
    const subnets = this.config.subnets === undefined && inDefault ? await this.zonesOf(start, vpc) : start;
    const groups = this.config.securityGroups ?? (await this.groupsOf(provider, vpc, inDefault));
    if (groups.length === 0) throw noGroups(vpc);
    return { subnets: subnets.slice(0, MOST_SUBNETS), groups: groups.slice(0, MOST_GROUPS) };
  }

  private async known(subnets: readonly string[]): Promise<readonly Subnet[]> {
    try {
      return await this.network.subnets(subnets);
    } catch (error) {
      if (error instanceof AwsServiceError && error.kind === 'refused' && this.config.subnets !== undefined) {
        throw unknownSubnets(subnets, error);
      }
      throw error;
    }
  }

  /** A provider whose own network cannot be read leaves only the default VPC. */
  private async subnetsOfDefaultVpc(provider: Provider): Promise<readonly Subnet[]> {
    const vpc = await this.network.defaultVpc();
    if (vpc === undefined) throw noDefaultVpc(provider.name);
    return this.network.defaultSubnets(vpc);
  }

  /** The default VPC's own subnets in the provider's zones: tasks can run nowhere else. */
  private async zonesOf(providerSubnets: readonly Subnet[], vpc: string): Promise<readonly Subnet[]> {
    const zones = new Set(providerSubnets.map(({ zone }) => zone));
    const subnets = (await this.network.defaultSubnets(vpc)).filter(({ zone }) => zones.has(zone));
    return subnets.length > 0 ? subnets : providerSubnets;
  }

  private async groupsOf(provider: Provider, vpc: string, inDefault: boolean): Promise<readonly string[]> {
    const own = this.config.subnets === undefined && !inDefault ? provider.securityGroups : [];
    if (own.length > 0) return own;
    const group = await this.network.defaultSecurityGroup(vpc);
    return group === undefined ? [] : [group];
  }

  private async hasWayToS3(subnets: readonly Subnet[]): Promise<boolean> {
    const vpc = subnets[0]?.vpc ?? '';
    const [tables, endpoints] = await Promise.all([
      this.network.routeTables(vpc),
      this.network.s3Endpoints(vpc),
    ]);
    return reachesS3(
      subnets.map(({ id }) => id),
      tables,
      endpoints,
    );
  }
}

function unknownSubnets(subnets: readonly string[], cause: AwsServiceError): NetworkDiscoveryError {
  return new NetworkDiscoveryError(
    `The subnets of the tasks (aws.ecs.subnets: ${subnets.join(', ')}) cannot be used: ${cause.awsCode}: ${cause.awsMessage}. Name subnets of the capacity provider's VPC, or leave the setting out to have them discovered.`,
    { code: 'NO_SUBNETS', cause },
  );
}

function noDefaultVpc(provider: string): NetworkDiscoveryError {
  return new NetworkDiscoveryError(
    `No subnets for the tasks: the network of capacity provider '${provider}' cannot be read and the region has no default VPC. Set aws.ecs.subnets and aws.ecs.securityGroups.`,
    { code: 'NO_DEFAULT_VPC' },
  );
}

function noSubnets(provider: string): NetworkDiscoveryError {
  return new NetworkDiscoveryError(
    `No subnets for the tasks: capacity provider '${provider}' names none that can be read and aws.ecs.subnets is not set. Set aws.ecs.subnets to subnets of the provider's VPC.`,
    { code: 'NO_SUBNETS' },
  );
}

function noGroups(vpc: string): NetworkDiscoveryError {
  return new NetworkDiscoveryError(
    `No security group for the tasks: ${vpc} has no default group that can be read. Set aws.ecs.securityGroups.`,
    { code: 'NO_SECURITY_GROUP' },
  );
}
