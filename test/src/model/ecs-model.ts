import {
  ConflictException,
  DescribeCapacityProvidersCommand,
  DescribeClustersCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  type DescribeTasksCommandInput,
  type ECSClient,
  type RunTaskCommandInput,
} from '@aws-sdk/client-ecs';
import { ShutdownError } from '../../../spi/index.js';
import type { WorkDirApi } from '../../../src/aws/work-dir-api.js';
import { toServiceError } from '../../../src/aws/service-error.js';
import { clientToken } from '../../../src/submit/client-token.js';
import { taskRun } from '../../support/task-run-builder.js';
import type { FakeClock } from '../../support/fake-clock.js';
import { CLUSTER_ARN, miProvider } from '../aws-builders.js';
import {
  connectionLost,
  ownRefusal,
  refusal,
  sdkError,
  type Area,
  type Fate,
  type Faults,
} from './faults.js';
import { ModelTask, ORDINARY, type TaskLife } from './model-task.js';

const SLOW_MS = 20_000;

interface TokenRecord {
  readonly bytes: string;
  readonly task: ModelTask | undefined;
  readonly answer: () => object;
}

/** ECS as far as tasks are concerned, behind the SDK's client, and the work dir that the tasks write to. */
export class EcsModel {
  readonly tasks: ModelTask[] = [];
  /** What must never be seen, as far as ECS alone can tell. */
  readonly violations: string[] = [];
  /** Told after a task has been accepted. */
  onAccepted: (task: ModelTask) => void = () => undefined;
  /** Calls of any kind so far. */
  calls = 0;
  /** Answers and requests on their way: each has a timer of ours. */
  onTheirWay = 0;
  /** Tasks of an earlier run that no answer has named yet. */
  private readonly leftOver = new Set<string>();
  private readonly tokens = new Map<string, TokenRecord>();
  private closed = false;
  private readonly files = new Map<string, string>();
  private revision = 0;

  constructor(
    private readonly clock: FakeClock,
    private readonly faults: Faults,
    private readonly lives: readonly TaskLife[],
  ) {}

  /** What `new SdkEcsApi` takes. */
  get client(): ECSClient {
    return { send: (command: unknown) => this.send(command) } as unknown as ECSClient;
  }

  get workDir(): WorkDirApi {
    const call = <T>(operation: string, act: () => T): Promise<T> =>
      this.meet('work dir', () => act()).catch((error: unknown) => {
        throw toServiceError(operation, error);
      });
    return {
      readText: (uri) => call('s3:GetObject', () => this.fileAt(uri)),
      writeText: (uri, text) => call('s3:PutObject', () => void this.files.set(uri, text)),
    };
  }

  /** From now on nothing is sent any more (src/aws/clients.ts). */
  close(): void {
    this.closed = true;
  }

  live(): ModelTask[] {
    return this.tasks.filter((task) => task.isLive(this.clock.now()));
  }

  of(workDir: string): ModelTask[] {
    return this.tasks.filter((task) => task.workDir === workDir);
  }

  /** An earlier run has submitted this task, by a request that differs from the one to come. */
  submittedBefore(id: number): void {
    const { workDir } = taskRun({ id });
    const task = this.begin(workDir, '0', { cpu: '512', memory: '1024' });
    this.leftOver.add(task.arn);
    const answer = (): object => ({ tasks: [task.describe(this.clock.now())] });
    this.tokens.set(clientToken(CLUSTER_ARN, workDir, 0), { bytes: 'of another request', task, answer });
  }

  /** A task of an earlier run that no answer has named. */
  isLeftOver(arn: string): boolean {
    return this.leftOver.has(arn);
  }

  private async send(command: unknown): Promise<object> {
    if (command instanceof RunTaskCommand)
      return this.meet('submit', (fate) => this.runTask(command.input, fate));
    if (command instanceof StopTaskCommand) return this.meet('stop', () => this.stopTask(command.input.task));
    if (command instanceof DescribeTasksCommand)
      return this.meet('status', (fate) => this.describe(command.input, fate));
    if (command instanceof DescribeTaskDefinitionCommand)
      return this.meet('definitions', () => {
        throw sdkError('ClientException', 'Unable to describe task definition.', 400);
      });
    if (command instanceof RegisterTaskDefinitionCommand)
      return this.meet('definitions', () => ({
        taskDefinition: { ...command.input, taskDefinitionArn: this.newRevision(), status: 'ACTIVE' },
      }));
    if (command instanceof DescribeClustersCommand)
      return { clusters: [{ clusterArn: CLUSTER_ARN, clusterName: 'nextflow-cluster', status: 'ACTIVE' }] };
    if (command instanceof DescribeCapacityProvidersCommand) return { capacityProviders: [miProvider()] };
    throw new Error('the model does not know this command', { cause: command });
  }

  /** Lets a call meet its fate. */
  private async meet<T>(area: Area, act: (fate: Fate) => T): Promise<T> {
    if (this.closed) throw new ShutdownError('The connections are closed.', { code: 'SHUT_DOWN' });
    this.calls += 1;
    const fate = this.faults.next(area);
    const refused = refusal(fate);
    if (refused !== undefined) throw refused;
    if (fate === 'slow request') await this.pass(SLOW_MS);
    const answer = act(fate);
    if (fate === 'slow answer') await this.pass(SLOW_MS);
    if (fate === 'answer lost') throw connectionLost();
    return answer;
  }

  private async pass(ms: number): Promise<void> {
    this.onTheirWay += 1;
    await new Promise<void>((resolve) => this.clock.after(ms, resolve));
    this.onTheirWay -= 1;
  }

  private runTask(input: RunTaskCommandInput, fate: Fate): object {
    const bytes = JSON.stringify(input);
    const token = input.clientToken ?? '';
    const known = this.tokens.get(token);
    if (known !== undefined && known.bytes === bytes) return this.replay(known);
    if (known !== undefined) throw this.conflict(known);
    const refused = ownRefusal(fate);
    if (refused !== undefined) throw refused;
    const record: TokenRecord = { bytes, ...this.decide(input, fate) };
    this.tokens.set(token, record);
    return record.answer();
  }

  /** Of a task that has stopped little is told again (ECS_Idempotency). */
  private replay({ task, answer }: TokenRecord): object {
    if (task === undefined || task.isLive(this.clock.now())) return answer();
    return { tasks: [{ taskArn: task.arn, lastStatus: 'STOPPED' }], failures: [] };
  }

  /** A placement that failed is an answer too: its token replays it. */
  private decide(input: RunTaskCommandInput, fate: Fate): Omit<TokenRecord, 'bytes'> {
    if (fate === 'no room')
      return { task: undefined, answer: () => ({ failures: [{ reason: 'RESOURCE:MEMORY' }] }) };
    const tags = new Map(input.tags?.map(({ key = '', value = '' }) => [key, value]));
    const [workDir = '', n = ''] = [tags.get('nextflow.io/workDir'), tags.get('nextflow.io/n')];
    this.look(workDir, n);
    const asked = { cpu: input.overrides?.cpu, memory: input.overrides?.memory };
    const given =
      fate === 'overrides ignored' || asked.cpu === undefined ? { cpu: '256', memory: '512' } : asked;
    const task = this.begin(workDir, n, { cpu: String(given.cpu), memory: String(given.memory) });
    this.onAccepted(task);
    return { task, answer: () => ({ tasks: [task.describe(this.clock.now())], failures: [] }) };
  }

  private look(workDir: string, n: string): void {
    const twin = this.of(workDir).find((task) => task.isLive(this.clock.now()) && !task.stopAsked);
    if (twin !== undefined) this.violations.push(`${workDir} runs as ${twin.arn} and was submitted again`);
    if (n !== '0' && this.files.get(`${workDir}/.command.awsecs`) !== JSON.stringify({ n: Number(n) }))
      this.violations.push(`try ${n} of ${workDir} was sent and not recorded`);
  }

  private begin(workDir: string, n: string, resources: { cpu?: string; memory?: string }): ModelTask {
    const arn = `arn:aws:ecs:us-east-1:123456789012:task/nextflow-cluster/${this.tasks.length + 1}`;
    const life = this.lives[this.tasks.length] ?? ORDINARY;
    const task = new ModelTask({ arn, workDir, n, resources, createdAt: this.clock.now() }, life);
    this.tasks.push(task);
    return task;
  }

  private conflict({ task }: TokenRecord): ConflictException {
    this.leftOver.delete(task?.arn ?? '');
    return new ConflictException({
      message: 'the token belongs to another request',
      resourceIds: task === undefined ? [] : [task.arn],
      $metadata: { httpStatusCode: 400 },
    });
  }

  private stopTask(arn: string | undefined): object {
    const task = this.tasks.find((other) => other.arn === arn);
    if (task === undefined)
      throw sdkError('InvalidParameterException', 'The referenced task was not found.', 400);
    task.stop(this.clock.now());
    return {};
  }

  private describe({ tasks: arns = [], include }: DescribeTasksCommandInput, fate: Fate): object {
    const now = this.clock.now();
    const wanted = fate === 'partial answer' ? arns.slice(1) : arns;
    const known = this.tasks.filter((task) => wanted.includes(task.arn) && task.isKnown(now));
    const seen = fate === 'stale answer' ? known.slice(1) : known;
    const missing = wanted.filter((arn) => !seen.some((task) => task.arn === arn));
    return {
      tasks: seen.map((task) => ({ ...task.describe(now), ...(include !== undefined && tagsOf(task)) })),
      failures: missing.map((arn) => ({ arn, reason: 'MISSING' })),
    };
  }

  /** The wrapper writes the status of its command, and takes an earlier one away when it begins. */
  private fileAt(uri: string): string | undefined {
    const [workDir, name] = [uri.slice(0, uri.lastIndexOf('/')), uri.slice(uri.lastIndexOf('/') + 1)];
    if (name !== '.exitcode') return this.files.get(uri);
    const now = this.clock.now();
    const code = this.of(workDir)
      .findLast((task) => task.hasStarted(now))
      ?.exitCode(now);
    return code === undefined ? undefined : String(code);
  }

  private newRevision(): string {
    this.revision += 1;
    return `arn:aws:ecs:us-east-1:123456789012:task-definition/nf:${this.revision}`;
  }
}

function tagsOf({ workDir, n }: ModelTask): object {
  return {
    tags: [
      { key: 'nextflow.io/workDir', value: workDir },
      { key: 'nextflow.io/n', value: n },
    ],
  };
}
