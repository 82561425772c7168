import type { EcsApi } from '../../../src/aws/ecs-api.js';
import { DefinitionStore } from '../../../src/definitions/definition-store.js';
import type { TaskDefinitionContent } from '../../../src/request/task-definition.js';
import type { Binding } from './broken-bindings.js';

/** Knows a definition by its image alone. */
export class NarrowDefinitionStore {
  constructor(private readonly ecs: EcsApi) {}

  static binding(ecs: EcsApi): Binding {
    return { token: DefinitionStore, value: new NarrowDefinitionStore(ecs) };
  }

  async revisionOf(image: string, content: TaskDefinitionContent): Promise<string> {
    const family = `nf-${image.replaceAll(/[^a-z]/g, '-')}`;
    const known = await this.ecs.describeTaskDefinition(family);
    return (known ?? (await this.ecs.registerTaskDefinition({ family, ...content }))).arn;
  }
}

/** Registers for every task anew. */
export class HastyDefinitionStore {
  constructor(private readonly ecs: EcsApi) {}

  static binding(ecs: EcsApi): Binding {
    return { token: DefinitionStore, value: new HastyDefinitionStore(ecs) };
  }

  async revisionOf(_image: string, content: TaskDefinitionContent): Promise<string> {
    return (await this.ecs.registerTaskDefinition({ family: 'nf-hasty', ...content })).arn;
  }
}
