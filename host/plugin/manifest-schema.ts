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

/** Every field as it may stand in a `plugin.json`, for advice. */
export const MANIFEST_EXAMPLE: Readonly<Record<string, unknown>> = {
  id: 'nf-hello',
  version: '1.2.3',
  spi: '^0.1.0',
  executors: ['hello'],
  entry: './index.js',
  settings: {},
};
