/**
 * The `awsecs` executor as a plugin of a workflow engine: runs tasks on Amazon ECS Managed Instances.
 *
 * @packageDocumentation
 */

// tsyringe reads decorators through it and refuses to load without.
import 'reflect-metadata';

export { plugin } from './plugin.js';
