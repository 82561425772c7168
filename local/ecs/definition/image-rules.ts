import { unless } from './rule.js';

/** Image reference rules of API:ContainerDefinition (facts §1d): 255 characters before a digest. */
export function imageProblems(image: string | undefined, path: string): string[] {
  if (image === undefined || image === '')
    return [`${path}.image: Container.image should not be null or empty.`];
  const [name = '', ...digests] = image.split('@');
  const digest = digests.length === 0 ? undefined : digests.join('@');
  return [
    ...unless(
      /^[A-Za-z0-9_.:/#-]+$/.test(name),
      `${path}.image: Container.image contains invalid characters. ('${name}')`,
    ),
    ...unless(
      name.length <= 255,
      `${path}.image has ${name.length} characters${digest === undefined ? '' : ' before its digest'}: at most 255 are allowed`,
    ),
    ...unless(
      digest === undefined || /^sha256:[0-9A-Fa-f]{64}$/.test(digest),
      `${path}.image: digest '${digest ?? ''}' must be sha256: and 64 hexadecimal digits`,
    ),
  ];
}
