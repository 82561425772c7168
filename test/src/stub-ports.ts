import sinon from 'sinon';
import type { EcsApi } from '../../src/aws/ecs-api.js';
import type { EcsEndpoint } from '../../src/aws/endpoint.js';
import type { LogsApi } from '../../src/aws/logs-api.js';
import type { NetworkApi } from '../../src/aws/network-api.js';
import type { WorkDirApi } from '../../src/aws/work-dir-api.js';
import type { PriceFile } from '../../src/trace/price-file.js';
import { RUNNING_CLUSTER, definition, ecsTask, miProvider } from './aws-builders.js';

/** A port of ours with a sinon stub for every method. */
export type Stubbed<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => infer R ? sinon.SinonStub<A, R> : T[K];
};

/** An ECS that has the quickstart's cluster, takes every task and finds it running. */
export function stubEcsApi(): Stubbed<EcsApi> {
  let started = 0;
  return {
    describeCluster: sinon.stub<[string], ReturnType<EcsApi['describeCluster']>>().resolves(RUNNING_CLUSTER),
    describeCapacityProviders: sinon
      .stub<[string], ReturnType<EcsApi['describeCapacityProviders']>>()
      .resolves([miProvider()]),
    describeTaskDefinition: sinon
      .stub<[string], ReturnType<EcsApi['describeTaskDefinition']>>()
      .resolves(undefined),
    registerTaskDefinition: sinon
      .stub<Parameters<EcsApi['registerTaskDefinition']>, ReturnType<EcsApi['registerTaskDefinition']>>()
      .callsFake((input) => Promise.resolve(definition(input.family ?? '', { ...input }))),
    runTask: sinon.stub<Parameters<EcsApi['runTask']>, ReturnType<EcsApi['runTask']>>().callsFake((input) => {
      started += 1;
      const { cpu, memory } = input.overrides ?? {};
      const task = ecsTask({
        arn: `arn:aws:ecs:us-east-1:123456789012:task/nextflow-cluster/${started}`,
        lastStatus: 'PROVISIONING',
        ...(cpu !== undefined && { cpu }),
        ...(memory !== undefined && { memory }),
      });
      return Promise.resolve({ tasks: [task], failures: [] });
    }),
    listTaskDefinitionFamilies: sinon
      .stub<
        Parameters<EcsApi['listTaskDefinitionFamilies']>,
        ReturnType<EcsApi['listTaskDefinitionFamilies']>
      >()
      .resolves({ names: [] }),
    listTaskDefinitions: sinon
      .stub<Parameters<EcsApi['listTaskDefinitions']>, ReturnType<EcsApi['listTaskDefinitions']>>()
      .resolves({ names: [] }),
    deregisterTaskDefinition: sinon.stub<[string], Promise<void>>().resolves(),
    listTasks: sinon
      .stub<Parameters<EcsApi['listTasks']>, ReturnType<EcsApi['listTasks']>>()
      .resolves({ arns: [] }),
    describeTasks: sinon
      .stub<Parameters<EcsApi['describeTasks']>, ReturnType<EcsApi['describeTasks']>>()
      .resolves(new Map()),
    taggedTasks: sinon
      .stub<Parameters<EcsApi['taggedTasks']>, ReturnType<EcsApi['taggedTasks']>>()
      .resolves([]),
    describeContainerInstances: sinon
      .stub<
        Parameters<EcsApi['describeContainerInstances']>,
        ReturnType<EcsApi['describeContainerInstances']>
      >()
      .resolves([]),
    stopTask: sinon.stub<Parameters<EcsApi['stopTask']>, ReturnType<EcsApi['stopTask']>>().resolves(),
  };
}

/** A default VPC with one subnet in us-east-1a, no NAT gateway and no endpoint to S3. */
export function stubNetworkApi(): Stubbed<NetworkApi> {
  const subnet = { id: 'subnet-a', vpc: 'vpc-default', zone: 'us-east-1a' };
  return {
    subnets: sinon
      .stub<[readonly string[]], ReturnType<NetworkApi['subnets']>>()
      .callsFake((ids) => Promise.resolve(ids.map((id) => ({ ...subnet, id })))),
    defaultVpc: sinon.stub<[], ReturnType<NetworkApi['defaultVpc']>>().resolves('vpc-default'),
    defaultSubnets: sinon.stub<[string], ReturnType<NetworkApi['defaultSubnets']>>().resolves([subnet]),
    defaultSecurityGroup: sinon
      .stub<[string], ReturnType<NetworkApi['defaultSecurityGroup']>>()
      .resolves('sg-default'),
    routeTables: sinon
      .stub<[string], ReturnType<NetworkApi['routeTables']>>()
      .resolves([{ id: 'rtb-main', main: true, subnets: [], toNat: false }]),
    s3Endpoints: sinon.stub<[string], ReturnType<NetworkApi['s3Endpoints']>>().resolves([]),
  };
}

export function stubEndpoint(): Stubbed<EcsEndpoint> {
  return {
    region: sinon.stub<[], Promise<string>>().resolves('us-east-1'),
    isLoopback: sinon.stub<[], Promise<boolean>>().resolves(true),
  };
}

export function stubLogsApi(): Stubbed<LogsApi> {
  return {
    createGroup: sinon.stub<[string], ReturnType<LogsApi['createGroup']>>().resolves('exists'),
    readPage: sinon
      .stub<Parameters<LogsApi['readPage']>, ReturnType<LogsApi['readPage']>>()
      .resolves(undefined),
  };
}

/** A disk on which every file holds this; none where it is undefined. */
export function stubPriceFile(text?: string): Stubbed<PriceFile> {
  const missing = Object.assign(new Error('ENOENT: no such file or directory'), { code: 'ENOENT' });
  const read = sinon.stub<[string], Promise<string>>();
  return { read: text === undefined ? read.rejects(missing) : read.resolves(text) };
}

/** A work dir in memory. */
export function stubWorkDirApi(files: Record<string, string> = {}): Stubbed<WorkDirApi> {
  const texts = new Map(Object.entries(files));
  return {
    readText: sinon
      .stub<[string], Promise<string | undefined>>()
      .callsFake((uri) => Promise.resolve(texts.get(uri))),
    writeText: sinon.stub<[string, string], Promise<void>>().callsFake((uri, text) => {
      texts.set(uri, text);
      return Promise.resolve();
    }),
  };
}
