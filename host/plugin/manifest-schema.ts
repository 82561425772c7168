/** JSON Schema of `plugin.json`. */
export const MANIFEST_SCHEMA = {
  type: 'object',
  required: ['id', 'version', 'spi', 'executors', 'entry', 'settings'],
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    id: { type: 'string', pattern: '^[a-z][a-z0-9-]*$' },
    version: { type: 'string', minLength: 1 },
    spi: { type: 'string', minLength: 1 },
    executors: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_-]*$' },
    },
    entry: { type: 'string', minLength: 1 },
    settings: {
      type: 'object',
      propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_]*([.][A-Za-z][A-Za-z0-9_]*)*$' },
      additionalProperties: { type: 'object' },
    },
  },
} as const;

/** What the schema asks of fields, in words. */
export const MANIFEST_RULES: Readonly<Record<string, string>> = {
  id: 'must be lower-case letters, digits and hyphens, beginning with a letter',
  version: 'must be a semantic version such as 1.2.3',
  spi: 'must be a range of versions such as ^1.0.0',
  executors:
    'must list at least one name of letters, digits, _ and -, beginning with a letter, and none twice',
  entry: 'must be the path of a module',
  settings: 'must be an object of scopes, each with a JSON Schema',
};

/** Every field as it may stand in a `plugin.json`, for advice. */
export const MANIFEST_EXAMPLE: Readonly<Record<string, unknown>> = {
  id: 'nf-hello',
  version: '1.2.3',
  spi: '^1.0.0',
  executors: ['hello'],
  entry: './index.js',
  settings: {},
};
