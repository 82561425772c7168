import { randomBytes } from 'node:crypto';
import { type TaskRuntime } from '../../runtime/task-runtime.js';
import { type ContainerDefinition } from '../definition/definition-shape.js';
import { type EcsTask, type TaskContainer } from '../task/task.js';

export const metadataPrefix = '/_local/metadata/v4/';
export const credentialsPrefix = '/_local/credentials/';

/** A container that may ask about itself. */
export interface ContainerDoor {
  readonly task: EcsTask;
  readonly container: TaskContainer;
  /** With its overrides. */
  readonly definition: ContainerDefinition;
}

/** A task that may ask for its role's credentials. */
export interface RoleDoor {
  readonly task: EcsTask;
  readonly roleArn: string;
}

export interface TaskDoorsDeps {
  /** Where the cloud listens; `undefined` before it does, or where it is not to be asked. */
  readonly endpoint: () => string | undefined;
  readonly runtime: Pick<TaskRuntime, 'reachesHost'>;
  /** Tokens nobody guesses; another for tests. */
  readonly secret?: () => string;
}

/**
 * Which container of a living task asks, by the token in its path: processes share one loopback, so the address does
 * not tell them apart as the agent's links do on AWS.
 */
export class TaskDoors {
  private readonly containers = new Map<string, ContainerDoor>();
  private readonly roles = new Map<string, RoleDoor>();
  /** Every token of a task, by its id; that of its role apart. */
  private readonly tokens = new Map<string, { readonly all: string[]; role?: string }>();
  private readonly secret: () => string;

  constructor(private readonly deps: TaskDoorsDeps) {
    this.secret = deps.secret ?? (() => randomBytes(16).toString('hex'));
  }

  /**
   * Opens a container's doors and answers the variables that lead to them; none where the container could not get
   * there. AWS sets AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, a path at 169.254.170.2 (facts §10): no process may bind
   * that address here, so the SDKs are given the full address, which they take from loopback hosts.
   */
  open(door: ContainerDoor): Readonly<Record<string, string>> {
    const { runtime, endpoint } = this.deps;
    const host = endpoint();
    const mode = door.task.definition.content.networkMode === 'awsvpc' ? 'awsvpc' : 'host';
    if (host === undefined || runtime.reachesHost?.(mode) !== true) return {};
    const token = this.secret();
    this.containers.set(token, door);
    this.of(door.task).all.push(token);
    const role = this.role(door.task);
    return {
      ECS_CONTAINER_METADATA_URI_V4: `${host}${metadataPrefix}${token}`,
      ...(role === undefined
        ? {}
        : { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${host}${credentialsPrefix}${role}` }),
    };
  }

  container(token: string): ContainerDoor | undefined {
    return this.containers.get(token);
  }

  roleOf(token: string): RoleDoor | undefined {
    return this.roles.get(token);
  }

  /** The task has stopped. */
  close(taskId: string): void {
    const known = this.tokens.get(taskId);
    this.tokens.delete(taskId);
    for (const token of known?.all ?? []) this.containers.delete(token);
    if (known?.role !== undefined) this.roles.delete(known.role);
  }

  /** The token of the task's role, one for all its containers; `undefined` where it has no role. */
  private role(task: EcsTask): string | undefined {
    const roleArn = task.overrides.taskRoleArn ?? task.definition.content.taskRoleArn ?? '';
    if (roleArn === '') return undefined;
    const tokens = this.of(task);
    tokens.role ??= this.secret();
    this.roles.set(tokens.role, { task, roleArn });
    return tokens.role;
  }

  private of({ id }: EcsTask): { readonly all: string[]; role?: string } {
    const known = this.tokens.get(id) ?? { all: [] };
    this.tokens.set(id, known);
    return known;
  }
}
