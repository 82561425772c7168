import { inject, injectable } from 'tsyringe';
import { CallRepeater } from '../aws/call-repeater.js';
import { EcsApi } from '../aws/ecs-api.js';
import { Logger } from '../di/tokens.js';
import type { TaskDefinitionContent } from '../request/task-definition.js';
import { familyOf } from './content-hash.js';
import { holdsContent } from './same-content.js';

/**
 * Content → revision. One look-up or registration for each distinct content and session, however many tasks
 * ask at once; a failed one is forgotten, so that the next task tries again.
 */
@injectable()
export class DefinitionStore {
  private readonly revisions = new Map<string, Promise<string>>();

  constructor(
    @inject(EcsApi) private readonly ecs: EcsApi,
    @inject(CallRepeater) private readonly calls: CallRepeater,
    @inject(Logger) private readonly logger: Logger,
  ) {}

  /** The ARN of an active revision with this content. Throws AwsServiceError. */
  revisionOf(image: string, content: TaskDefinitionContent): Promise<string> {
    const family = familyOf(image, content);
    return this.once(family, () => this.findOrRegister(family, content));
  }

  /** The revision that `revisionOf` would use again; undefined where it would register one. Throws AwsServiceError. */
  find(image: string, content: TaskDefinitionContent): Promise<string | undefined> {
    return this.lookUp(familyOf(image, content), content);
  }

  /**
   * ECS called the revision inactive: someone deregistered it. Registers the content again, once for all
   * tasks that were told so.
   */
  replace(image: string, content: TaskDefinitionContent, inactive: string): Promise<string> {
    const family = familyOf(image, content);
    const known = this.revisions.get(family);
    const renewed = (known ?? Promise.resolve(inactive)).then((arn) =>
      arn === inactive ? this.register(family, content) : arn,
    );
    this.revisions.delete(family);
    return this.once(family, () => renewed);
  }

  private once(family: string, find: () => Promise<string>): Promise<string> {
    const known = this.revisions.get(family);
    if (known !== undefined) return known;
    const revision = find();
    this.revisions.set(family, revision);
    revision.catch(() => {
      if (this.revisions.get(family) === revision) this.revisions.delete(family);
    });
    return revision;
  }

  private async findOrRegister(family: string, content: TaskDefinitionContent): Promise<string> {
    const found = await this.lookUp(family, content);
    if (found === undefined) return this.register(family, content);
    this.logger.debug(`Task definition ${found} is used again.`);
    return found;
  }

  private async lookUp(family: string, content: TaskDefinitionContent): Promise<string | undefined> {
    const found = await this.calls.repeat('looking up task definitions', () =>
      this.ecs.describeTaskDefinition(family),
    );
    return found?.status === 'ACTIVE' && holdsContent(found.content, content) ? found.arn : undefined;
  }

  private async register(family: string, content: TaskDefinitionContent): Promise<string> {
    // Repeated after a lost answer it may add a revision more of the same content, which harms nobody.
    const registered = await this.calls.repeat('registering task definitions', () =>
      this.ecs.registerTaskDefinition({ family, ...content }),
    );
    this.logger.debug(`Registered task definition ${registered.arn}.`);
    return registered.arn;
  }
}
