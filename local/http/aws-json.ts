import { errorTrace } from '../error-text.js';
import { AwsError } from './aws-error.js';
import { readJson } from './json-body.js';
import { type LocalService, type ServiceRequest, type ServiceResponse } from './service.js';

/**
 * AWS JSON 1.1, the protocol of ECS and CloudWatch Logs: one POST to `/`, the operation in `X-Amz-Target`,
 * timestamps as epoch seconds, errors told by `__type` (facts/ecs-managed-instances.md §12, wire facts).
 */

/** Reads a JSON value as `T`; throws `SerializationException` with the path of the first value of a wrong type. */
export type Shape<T> = (value: unknown, path: string) => T;

/** Members of a structure as its reader sees them: AWS's wire types make every one optional. */
export type Members<M> = { readonly [K in keyof M]?: M[K] extends Shape<infer T> ? T : never };

const misfit = (path: string, wanted: string, value: unknown): AwsError =>
  new AwsError('SerializationException', `${path}: expected ${wanted}, got ${kindOf(value)}`);

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value;
}

export const text: Shape<string> = (value, path) => {
  if (typeof value !== 'string') throw misfit(path, 'a string', value);
  return value;
};

export const number: Shape<number> = (value, path) => {
  if (typeof value !== 'number') throw misfit(path, 'a number', value);
  return value;
};

export const flag: Shape<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw misfit(path, 'a boolean', value);
  return value;
};

/** A member that is kept and echoed but not looked into. */
export const anything: Shape<unknown> = (value) => value;

export function listOf<T>(item: Shape<T>): Shape<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw misfit(path, 'a list', value);
    return value.map((entry, index) => item(entry, `${path}[${index}]`));
  };
}

export function mapOf<T>(item: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (value, path) =>
    Object.fromEntries(
      entriesOf(value, path).map(([key, entry]) => [key, item(entry, `${path}.${key}`)] as const),
    );
}

/** Members that are not declared pass unchecked, so that an answer can echo what was sent. */
export function structure<M extends Readonly<Record<string, Shape<unknown>>>>(members: M): Shape<Members<M>> {
  return (value, path) =>
    Object.fromEntries(
      entriesOf(value, path).map(([key, entry]) => {
        const member = Object.hasOwn(members, key) ? members[key] : undefined;
        return [key, member === undefined ? entry : member(entry, path === '' ? key : `${path}.${key}`)];
      }),
    ) as Members<M>;
}

/** AWS's serialisers take a null member for an absent one. */
function entriesOf(value: unknown, path: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw misfit(path === '' ? 'the request' : path, 'an object', value);
  }
  return Object.entries(value).filter(([, entry]) => entry !== null);
}

/** What an operation may know of the call beside its input. */
export interface JsonCall {
  readonly region: string;
  readonly requestId: string;
}

export type JsonOperation = (input: unknown, call: JsonCall) => object | Promise<object>;

export function operation<T>(
  shape: Shape<T>,
  run: (input: T, call: JsonCall) => object | Promise<object>,
): JsonOperation {
  return (input, call) => run(shape(input, ''), call);
}

export interface JsonServiceOptions {
  /** Prefix of `X-Amz-Target`, e.g. `AmazonEC2ContainerServiceV20141113`. */
  readonly targetPrefix: string;
  readonly operations: Readonly<Record<string, JsonOperation>>;
  /** Operations AWS has and this cloud does not serve; they are refused by name rather than as unknown. */
  readonly unserved?: ReadonlySet<string>;
  /** Why, for those of them where there is more to say than that. */
  readonly whyUnserved?: ReadonlyMap<string, string>;
  /** Runs before an operation is read: throttles go here. Throws {@link AwsError} to refuse. */
  readonly admit?: (operation: string, call: JsonCall) => void;
  readonly log: (line: string) => void;
  /** Largest accepted body in bytes (default 8 MiB: 1 MiB of log events is more as JSON). */
  readonly maxBodyBytes?: number;
  readonly close?: () => Promise<void>;
}

const contentType = 'application/x-amz-json-1.1';

/** A {@link LocalService} that speaks AWS JSON 1.1. Errors that are not an {@link AwsError} become a logged 500. */
export function jsonService(options: JsonServiceOptions): LocalService {
  return {
    handle: async (request) => {
      const name = operationOf(request, options.targetPrefix);
      // For the call record: a name a client made up is not one of its own.
      const known = isKnown(options, name) ? name : 'Unknown';
      try {
        const answer = await answerOf(options, name, request);
        return {
          status: 200,
          headers: { 'content-type': contentType },
          body: JSON.stringify(answer),
          operation: known,
        };
      } catch (error) {
        return { ...failure(error, name, options.log), operation: known };
      }
    },
    close: options.close ?? (() => Promise.resolve()),
  };
}

function isKnown({ operations, unserved }: JsonServiceOptions, name: string): boolean {
  return Object.hasOwn(operations, name) || unserved?.has(name) === true;
}

function operationOf(request: ServiceRequest, prefix: string): string {
  const target = request.headers['x-amz-target'];
  const [before, name] = typeof target === 'string' ? target.split('.') : [];
  return before === prefix && name !== undefined ? name : '';
}

async function answerOf(options: JsonServiceOptions, name: string, request: ServiceRequest): Promise<object> {
  const served = Object.hasOwn(options.operations, name) ? options.operations[name] : undefined;
  if (served === undefined) throw unknownOperation(options, name, request);
  const call: JsonCall = { region: request.region, requestId: request.requestId };
  options.admit?.(name, call);
  return served(await readJson(request.body, options.maxBodyBytes ?? 8 * 1024 * 1024), call);
}

function unknownOperation(options: JsonServiceOptions, name: string, request: ServiceRequest): AwsError {
  const target = request.headers['x-amz-target'];
  if (name === '') {
    return new AwsError(
      'UnknownOperationException',
      `X-Amz-Target is ${typeof target === 'string' ? `'${target}'` : 'missing'}: expected ${options.targetPrefix}.<operation>`,
    );
  }
  const known = options.unserved?.has(name)
    ? 'AWS has this operation, the local cloud does not serve it'
    : 'no such operation';
  const why = options.whyUnserved?.get(name) ?? known;
  const served = Object.keys(options.operations).sort().join(', ');
  return new AwsError('UnknownOperationException', `${name}: ${why}. Served here: ${served}.`);
}

function failure(error: unknown, name: string, log: (line: string) => void): ServiceResponse {
  const known = error instanceof AwsError ? error : unexpected(error, name, log);
  return {
    status: known.status,
    headers: { 'content-type': contentType, 'x-amzn-errortype': known.code },
    body: JSON.stringify({ ...known.members, __type: known.code, message: known.message }),
    error: known.code,
  };
}

function unexpected(error: unknown, name: string, log: (line: string) => void): AwsError {
  log(`${name} failed: ${errorTrace(error)}`);
  return new AwsError('ServerException', `${name}: the local cloud failed; its log says why`, 500);
}
