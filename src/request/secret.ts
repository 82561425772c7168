import { describeValue, type DirectiveValue } from '../../spi/index.js';
import { textsOf } from './directive-values.js';
import { invalid, refused, taken, type Reading } from './reading.js';

/** A secret reaches the task as an environment variable (ContainerDefinition, secrets). */
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Variables that the executor, Fusion, the engine or the shell of the task set themselves; a licence is asked for as a secret. */
const TAKEN = /^(?:NXF_.*|FUSION_(?!LICENSE_TOKEN$).*|NVIDIA_DRIVER_CAPABILITIES|PATH|HOME|PWD)$/;

/** Names of secrets, sorted; what they stand for is in `aws.ecs.secrets`. */
export function readSecret(value: DirectiveValue): Reading<readonly string[]> {
  const names = textsOf(value);
  if (names?.every((name) => VARIABLE.test(name)) === true) {
    const own = names.filter((name) => TAKEN.test(name));
    if (own.length === 0) return taken([...new Set(names)].sort());
    return refused(
      invalid(
        'has the name of a variable that the task gets otherwise',
        own.map((name) => `'${name}'`).join(', '),
        'Give the secret another name.',
      ),
    );
  }
  return refused(
    invalid(
      'must be the name of a secret, or a list of names: letters, digits and _, as environment variables have them',
      describeValue(value),
      "Write it like: secret 'MY_TOKEN'",
    ),
  );
}
