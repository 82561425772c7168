import { describeValue, type DirectiveValue, type Problem, type ProcessDefinition } from '../../spi/index.js';
import { resourceProblem } from './resources.js';

/**
 * Everything about a process that this executor can never serve, before any of its tasks exists. A directive
 * it does not map is refused by name: ignoring one would run the task with other means than it asked for.
 */
export function checkProcess(process: ProcessDefinition): readonly Problem[] {
  const problems: Problem[] = [];
  if (process.container === undefined) {
    problems.push({
      code: 'CONTAINER_MISSING',
      path: `process ${process.name}, directive container`,
      message: 'is required: every task on ECS runs in a container',
      fix: "Add to the process: container 'ubuntu:latest'",
    });
  }
  const image = imageProblem(process);
  if (image !== undefined) problems.push(image);
  const resources = resourceProblem(process.name, process.directives);
  if (resources !== undefined) problems.push(resources);
  for (const [name, value] of Object.entries(process.directives.others)) {
    const check = directiveChecks.get(name);
    const problem = check === undefined ? unsupported(process.name, name) : check(process.name, value);
    if (problem !== undefined) problems.push(problem);
  }
  return problems;
}

/** [registry[:port]/]path[:tag][@digest]; only the registry and the tag may have capitals. */
const IMAGE = /^(?:[\w.-]+(?::\d+)?\/)?[a-z0-9._/-]+(?::[\w.-]{1,128})?(?:@[a-z0-9]+:[0-9a-fA-F]{32,})?$/;
/** ContainerDefinition, image. */
const LONGEST_IMAGE = 255;

function imageProblem({ name, container }: ProcessDefinition): Problem | undefined {
  if (container === undefined || (container.length <= LONGEST_IMAGE && IMAGE.test(container)))
    return undefined;
  return {
    code: 'CONTAINER_INVALID',
    path: `process ${name}, directive container`,
    message: `is no image name that can be pulled: at most ${LONGEST_IMAGE} characters, no spaces, the name in lower case`,
    found: describeValue(container),
    fix: "Write it like: container 'quay.io/org/tool:1.2'",
  };
}

/** Capacity provider names from the `queue` directive: one, a list, or several in one string split by commas. */
export function queueNames(value: DirectiveValue | undefined): readonly string[] {
  if (value === undefined) return [];
  const values = Array.isArray(value) ? (value as readonly DirectiveValue[]) : [value];
  return values.flatMap((one) => (typeof one === 'string' ? one.split(',').map((name) => name.trim()) : []));
}

type DirectiveCheck = (process: string, value: DirectiveValue) => Problem | undefined;

/** What this executor maps beside container, cpus and memory. */
const directiveChecks: ReadonlyMap<string, DirectiveCheck> = new Map([
  ['queue', queueProblem],
  ['maxSubmitAwait', maxSubmitAwaitProblem],
]);

function maxSubmitAwaitProblem(process: string, value: DirectiveValue): Problem | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return undefined;
  return {
    code: 'DIRECTIVE_INVALID',
    path: `process ${process}, directive maxSubmitAwait`,
    message: 'must be a duration longer than 0, in milliseconds when it gets here',
    found: JSON.stringify(value),
    fix: "Write it like: maxSubmitAwait '30 min'",
  };
}

function queueProblem(process: string, value: DirectiveValue): Problem | undefined {
  const values = Array.isArray(value) ? (value as readonly DirectiveValue[]) : [value];
  const names = queueNames(value);
  if (
    names.length > 0 &&
    names.every((name) => name !== '') &&
    values.every((one) => typeof one === 'string')
  )
    return undefined;
  return {
    code: 'DIRECTIVE_INVALID',
    path: `process ${process}, directive queue`,
    message: 'must be the name of a capacity provider, or a list of them in order of preference',
    found: describeValue(value),
    fix: "Write it like: queue 'my-capacity-provider'",
  };
}

function unsupported(process: string, name: string): Problem {
  return {
    code: 'DIRECTIVE_UNSUPPORTED',
    path: `process ${process}, directive ${name}`,
    message: 'is not supported by the awsecs executor yet',
    fix: `Remove ${name} from the process. Supported are container, cpus, memory, queue and maxSubmitAwait.`,
  };
}
