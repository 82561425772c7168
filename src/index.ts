// tsyringe reads decorators through it and refuses to load without.
import 'reflect-metadata';

/** The `awsecs` executor as a plugin of a workflow engine. */
export { plugin } from './plugin.js';
export { settingsSchema, settingsTable } from './config/settings-docs.js';
