import { Readable } from 'node:stream';
import { expect } from 'chai';
import { AwsError } from '../../../local/http/aws-error.js';
import {
  jsonService,
  listOf,
  mapOf,
  number,
  operation,
  structure,
  text,
} from '../../../local/http/aws-json.js';
import { type ServiceResponse } from '../../../local/http/service.js';

const shape = structure({ name: text, sizes: listOf(number), labels: mapOf(text) });

describe(jsonService.name, () => {
  const lines: string[] = [];
  const service = jsonService({
    targetPrefix: 'Test_1',
    operations: {
      Echo: operation(shape, (input, { region }) => ({ input, region })),
      Refuse: () => {
        throw new AwsError('ConflictException', 'no', 400, { resourceIds: ['a'] });
      },
      Break: () => {
        throw new TypeError('secret detail');
      },
    },
    unserved: new Set(['Later']),
    log: (line) => lines.push(line),
    maxBodyBytes: 100,
  });
  const call = (target: string | undefined, body: string): Promise<ServiceResponse> =>
    service.handle({
      service: 'test',
      region: 'eu-west-1',
      requestId: 'r',
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: target === undefined ? {} : { 'x-amz-target': target },
      body: Readable.from(body === '' ? [] : [Buffer.from(body)]),
    });
  const json = ({ body }: ServiceResponse): unknown => JSON.parse(typeof body === 'string' ? body : '');

  it('answers the operation named by the target, with members it does not know', async () => {
    const answer = await call('Test_1.Echo', '{"name":"x","sizes":[1],"labels":{"a":"b"},"more":{"y":null}}');
    expect(answer).to.deep.include({ status: 200, operation: 'Echo' });
    expect(answer.headers).to.include({ 'content-type': 'application/x-amz-json-1.1' });
    expect(json(answer)).to.deep.equal({
      input: { name: 'x', sizes: [1], labels: { a: 'b' }, more: { y: null } },
      region: 'eu-west-1',
    });
  });

  it('takes an empty body for an empty input and null members for absent ones', async () => {
    expect(json(await call('Test_1.Echo', ''))).to.deep.equal({ input: {}, region: 'eu-west-1' });
    expect(json(await call('Test_1.Echo', '{"name":null}'))).to.deep.equal({
      input: {},
      region: 'eu-west-1',
    });
  });

  for (const [body, message] of [
    ['{"name":1}', 'name: expected a string, got number'],
    ['{"sizes":[1,"2"]}', 'sizes[1]: expected a number, got string'],
    ['{"sizes":{}}', 'sizes: expected a list, got object'],
    ['{"labels":{"a":[]}}', 'labels.a: expected a string, got a list'],
    ['[]', 'the request: expected an object, got a list'],
    ['null', 'the request: expected an object, got null'],
    ['{"sizes":[null]}', 'sizes[0]: expected a number, got null'],
    ['{', 'the request is not JSON (1 bytes)'],
  ] as const) {
    it(`refuses ${body}`, async () => {
      expect(json(await call('Test_1.Echo', body))).to.deep.equal({
        __type: 'SerializationException',
        message,
      });
    });
  }

  it('refuses a body past its cap', async () => {
    const answer = await call('Test_1.Echo', `{"name":"${'x'.repeat(100)}"}`);
    expect(answer).to.include({ status: 413, error: 'RequestEntityTooLargeException' });
  });

  it('tells an unknown operation from one that is not served, and names what is', async () => {
    const message = async (target: string | undefined): Promise<string> =>
      (json(await call(target, '')) as { message: string }).message;
    expect(await message('Test_1.Nope')).to.equal(
      'Nope: no such operation. Served here: Break, Echo, Refuse.',
    );
    expect(await message('Test_1.Later')).to.match(/^Later: AWS has this operation/);
    expect(await message('Other.Echo')).to.match(/X-Amz-Target is 'Other\.Echo': expected Test_1\./);
    expect(await message(undefined)).to.match(/X-Amz-Target is missing/);
    expect(await message('Test_1.toString')).to.match(/no such operation/);
  });

  it('renders an error with its type and members', async () => {
    const answer = await call('Test_1.Refuse', '');
    expect(answer).to.include({ status: 400, operation: 'Refuse', error: 'ConflictException' });
    expect(answer.headers).to.include({ 'x-amzn-errortype': 'ConflictException' });
    expect(json(answer)).to.deep.equal({ __type: 'ConflictException', message: 'no', resourceIds: ['a'] });
  });

  it('logs an unexpected error and keeps it from the client', async () => {
    const answer = await call('Test_1.Break', '');
    expect(answer).to.include({ status: 500, error: 'ServerException' });
    expect(answer.body).not.to.include('secret detail');
    expect(lines.join()).to.include('secret detail');
  });
});
