import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import type { DirectiveValue, Problem, ProcessDefinition } from '../../../../spi/index.js';
import type { RunTaskInput } from '../../../../src/aws/ecs-api.js';
import { configProblems } from '../../../../src/request/config-problems.js';
import { readNeeds } from '../../../../src/request/read-needs.js';
import { runTaskInput } from '../../../../src/request/run-task.js';
import { taskDefinition, type TaskDefinitionContent } from '../../../../src/request/task-definition.js';
import type { TaskNeeds } from '../../../../src/request/task-needs.js';
import { taskRun } from '../../../support/task-run-builder.js';
import { awsEcsConfig, CLUSTER_ARN, placement } from '../../aws-builders.js';

export const VOLUME_ROLE = 'arn:aws:iam::123456789012:role/ecsInfrastructureRole';
export const TOKEN_ARN = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:my-token-AbCdEf';
const DB_ARN = 'arn:aws:ssm:us-east-1:123456789012:parameter/db/password';

/** What a case may change of the configuration of the tables. */
type Settings = Partial<
  Pick<ReturnType<typeof awsEcsConfig>, 'tags' | 'secrets' | 'fusionPrivileged' | 'networkMode'>
>;

/** What is expected of the request, member by member; a member that is undefined must be absent. */
interface Expected {
  readonly needs?: Partial<Record<keyof TaskNeeds, unknown>>;
  readonly definition?: Partial<Record<keyof TaskDefinitionContent, unknown>>;
  /** Members of the one container. */
  readonly main?: Partial<Record<keyof ContainerDefinition, unknown>>;
  readonly run?: Partial<Record<keyof RunTaskInput, unknown>>;
  readonly overrides?: Readonly<Record<string, unknown>>;
}

interface Given {
  /** As the user writes it. */
  readonly written: string;
  /** Where it is known from: a row of the facts, or a page of AWS. */
  readonly source: string;
  readonly cpus?: number;
  readonly memory?: number;
  /** `null` for none. */
  readonly container?: string | null;
  readonly others?: Readonly<Record<string, DirectiveValue>>;
  readonly config?: Settings;
}

interface Served extends Given, Expected {
  /** Where the disk comes from. */
  readonly storage?: 'volume' | 'instance';
  readonly notice?: RegExp;
}

interface Refused extends Given {
  /** The directive it is told of, where it is not the only one given. */
  readonly directive?: string;
  readonly code: string;
  /** What the problem says, found value and mend included. */
  readonly says: RegExp;
}

/** Cases of one directive. */
export function directiveCases(
  directive: string,
  cases: { readonly served: readonly Served[]; readonly refused: readonly Refused[] },
): void {
  describe(`directive ${directive}`, () => {
    for (const one of cases.served)
      it(`${one.written} is served (${one.source})`, () => {
        proveServed(one);
      });
    for (const one of cases.refused)
      it(`${one.written} is refused: ${one.says.source} (${one.source})`, () => {
        proveRefused(directive, one);
      });
  });
}

function proveServed(given: Served): void {
  const process = processOf(given);
  const { needs, problems, notices } = readNeeds(process);
  expect(problems).to.deep.equal([]);
  if (needs === undefined) throw new Error('no needs and no problems');
  expect(configProblems(process.name, needs, configOf(given))).to.deep.equal([]);
  if (given.notice === undefined) expect(notices).to.deep.equal([]);
  else
    expect(notices)
      .to.have.length(1)
      .and.satisfy(([notice]: string[]) => given.notice?.test(notice ?? ''));
  const { definition, run } = requestsOf(given, needs);
  proveMembers(needs, given.needs);
  proveMembers(definition, given.definition);
  proveMembers(definition.containerDefinitions?.[0], given.main);
  proveMembers(run, given.run);
  proveMembers(run.overrides, given.overrides);
}

function requestsOf(
  { storage = 'instance', ...given }: Served,
  needs: TaskNeeds,
): { readonly definition: TaskDefinitionContent; readonly run: RunTaskInput } {
  const config = configOf(given);
  const place = placement({
    memory: needs.memory,
    storage: storage === 'volume' ? { kind: 'volume', roleArn: VOLUME_ROLE } : { kind: 'instance' },
  });
  const network = { mode: 'host' } as const;
  const run = runTaskInput(taskRun(), {
    clusterArn: CLUSTER_ARN,
    definitionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/nf-ubuntu:1',
    needs,
    placement: place,
    network,
    publicIp: false,
    resources: { cpu: String(needs.cpu), memory: String(place.memory) },
    tags: config.tags ?? {},
    session: { id: 'session-1', runName: 'happy_curie' },
    clientToken: 'token',
    n: 0,
  });
  const entryPoint = ['/usr/bin/fusion'];
  const request = { needs, storage: place.storage, entryPoint, network, region: 'us-east-1' };
  return { definition: taskDefinition(request, config), run };
}

function proveRefused(directive: string, given: Refused): void {
  const process = processOf(given);
  const { needs, problems } = readNeeds(process);
  const all = needs === undefined ? problems : configProblems(process.name, needs, configOf(given));
  expect(all.map(({ code, path }) => [code, path])).to.deep.equal([
    [given.code, `process HELLO, directive ${given.directive ?? directive}`],
  ]);
  for (const problem of all) {
    expect(textOf(problem)).to.match(given.says);
    expect(problem.fix, 'a mend').to.match(/\w+ \S+/);
  }
}

function textOf({ message, found = '', fix = '' }: Problem): string {
  return `${message} (${found}) ${fix}`;
}

function proveMembers(found: object | undefined, expected: object | undefined): void {
  const members = Object.entries(expected ?? {});
  expect(
    Object.fromEntries(members.map(([name]) => [name, (found as Record<string, unknown>)[name]])),
  ).to.deep.equal(Object.fromEntries(members));
}

function processOf({ cpus, memory, container = 'ubuntu:latest', others = {} }: Given): ProcessDefinition {
  return {
    name: 'HELLO',
    ...(container !== null && { container }),
    directives: { others, ...(cpus !== undefined && { cpus }), ...(memory !== undefined && { memory }) },
  };
}

function configOf({ config = {} }: Given): ReturnType<typeof awsEcsConfig> {
  return awsEcsConfig({ secrets: { MY_TOKEN: TOKEN_ARN, DB_PASSWORD: DB_ARN }, ...config });
}
