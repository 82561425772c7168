import { AwsError } from '../../http/aws-error.js';
import { type UnsignedService } from '../../http/exchange.js';
import { type LocalService, type ServiceRequest, type ServiceResponse } from '../../http/service.js';
import { type EcsTag } from '../tag-rules.js';
import { type EcsTask } from '../task/task.js';
import { containerMetadata, type MetadataPlace } from './container-metadata.js';
import { roleCredentials } from './role-credentials.js';
import { type ContainerDoor, credentialsPrefix, metadataPrefix, type TaskDoors } from './task-doors.js';
import { tagMap, taskMetadata } from './task-metadata.js';

export interface MetadataDeps {
  readonly doors: TaskDoors;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly placeOf: (region: string) => MetadataPlace;
  /** The tags of the task's container instance. Throws AwsError where ECS has no more of its calls to give. */
  readonly instanceTags: (task: EcsTask) => readonly EcsTag[];
}

/** What the ECS agent answers its containers, for a server's `unsigned` services: metadata v4 and role credentials. */
export function agentServices(deps: MetadataDeps): readonly UnsignedService[] {
  return [
    {
      prefix: metadataPrefix,
      name: '_metadata',
      service: answering(metadataPrefix, metadata(deps)),
      ours: true,
    },
    {
      prefix: credentialsPrefix,
      name: '_credentials',
      service: answering(credentialsPrefix, role(deps)),
      ours: true,
    },
  ];
}

type Answer = (token: string, rest: string) => ServiceResponse;

function answering(prefix: string, answer: Answer): LocalService {
  return {
    handle: ({ method, path }: ServiceRequest) => {
      if (method !== 'GET' && method !== 'HEAD')
        return Promise.resolve(json(`GET is allowed, not ${method}`, 405));
      const [token = '', ...rest] = path.slice(prefix.length).replace(/\/$/, '').split('/');
      return Promise.resolve(answer(token, rest.join('/')));
    },
    close: () => Promise.resolve(),
  };
}

function metadata(deps: MetadataDeps): Answer {
  return (token, rest) => {
    const door = deps.doors.container(token);
    if (door === undefined) return json('no container of a living task has this address', 404);
    const place = deps.placeOf(regionOf(door));
    switch (rest) {
      case '':
        return json(containerMetadata(door, place));
      case 'task':
        return json(taskMetadata(door.task, place));
      case 'taskWithTags':
        return json({ ...taskMetadata(door.task, place), ...tagsOf(deps, door.task) });
      case 'stats':
      case 'task/stats':
        // Numbers made up would be believed.
        return json('the local cloud does not measure containers: no stats', 503);
      default:
        return json('served here: nothing more, /task, /taskWithTags, /stats, /task/stats', 404);
    }
  };
}

/** The agent asks ECS for the tags, whose throttle it tells of in `Errors` (facts §10). */
function tagsOf({ instanceTags }: MetadataDeps, task: EcsTask): object {
  try {
    return { ContainerInstanceTags: tagMap(instanceTags(task)), TaskTags: tagMap(task.tags) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return {
      Errors: ['ContainerInstanceTags', 'TaskTags'].map((ErrorField) => ({
        ErrorField,
        ErrorCode: error.code,
        ErrorMessage: error.message,
        StatusCode: error.status,
        ResourceARN: ErrorField === 'TaskTags' ? task.arn : task.instance?.arn,
      })),
    };
  }
}

function role({ doors, now }: MetadataDeps): Answer {
  return (token, rest) => {
    const door = doors.roleOf(token);
    if (door === undefined || rest !== '') {
      // As the agent answers an id it does not know.
      const refusal = {
        code: 'InvalidIdInRequest',
        message: 'CredentialsV2Request: Credentials not found',
        HTTPErrorCode: 400,
      };
      return json(refusal, 400);
    }
    return json(roleCredentials(door.roleArn, token, door.task.times.createdAt, now()));
  };
}

const regionOf = ({ task }: ContainerDoor): string => task.arn.split(':')[3] ?? '';

function json(value: object | string, status = 200): ServiceResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(value),
  };
}
