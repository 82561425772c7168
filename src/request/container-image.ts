import { describeValue } from '../../spi/index.js';
import { refused, taken, type Reading } from './reading.js';

/** [registry[:port]/]path[:tag][@digest]; only the registry and the tag may have capitals. */
const IMAGE = /^(?:[\w.-]+(?::\d+)?\/)?[a-z0-9._/-]+(?::[\w.-]{1,128})?(?:@[a-z0-9]+:[0-9a-fA-F]{32,})?$/;
/** ContainerDefinition, image: "up to 255 characters". */
const LONGEST_IMAGE = 255;

/** The image as registries name it: prefixes, tags and digests stay as they are. */
export function readImage(container: string | undefined): Reading<string> {
  if (container === undefined)
    return refused({
      code: 'CONTAINER_MISSING',
      message: 'is required: every task on ECS runs in a container',
      fix: "Add to the process: container 'ubuntu:latest'",
    });
  if (container.length <= LONGEST_IMAGE && IMAGE.test(container)) return taken(container);
  return refused({
    code: 'CONTAINER_INVALID',
    message: `is no image name that can be pulled: at most ${LONGEST_IMAGE} characters, no spaces, the name in lower case`,
    found: describeValue(container),
    fix: "Write it like: container 'quay.io/org/tool:1.2'",
  });
}
