import { EC2Client } from '@aws-sdk/client-ec2';
import { addDefaultVpc } from '../../../local/ec2/default-vpc.js';
import { type Ec2Network } from '../../../local/ec2/ec2-network.js';
import { Ec2Regions } from '../../../local/ec2/ec2-regions.js';
import { createEc2Service, type Ec2ServiceOptions } from '../../../local/ec2/ec2-service.js';
import { type Vpc } from '../../../local/ec2/network-model.js';
import { FakeClock } from '../../support/fake-clock.js';
import { dummyCredentials, runServer, seededRandom, type RunningServer } from '../http/running-server.js';

/** EC2 behind a real socket, with the SDK's client. */
export interface Ec2Fixture {
  readonly clock: FakeClock;
  readonly network: Ec2Network;
  readonly vpc: Vpc;
  readonly client: EC2Client;
  readonly server: RunningServer;
  close(): Promise<void>;
}

export async function startEc2(options: Partial<Ec2ServiceOptions> = {}): Promise<Ec2Fixture> {
  const clock = new FakeClock();
  const regions = new Ec2Regions(seededRandom());
  const network = regions.in('us-east-1');
  const vpc = addDefaultVpc(network);
  const service = createEc2Service({
    account: '123456789012',
    network: (region) => regions.in(region),
    now: () => clock.now(),
    ...options,
  });
  const server = await runServer({ ec2: service });
  const client = new EC2Client({
    region: 'us-east-1',
    endpoint: server.endpoint,
    credentials: dummyCredentials,
    maxAttempts: 1,
  });
  const close = async (): Promise<void> => {
    client.destroy();
    await server.close();
  };
  return { clock, network, vpc, client, server, close };
}

/** Code of the error a call fails with. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'it worked',
    (error: unknown) => (error as Error).name,
  );
}
