import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { Canaries } from './canaries.js';
import { eventually } from './within.js';
import { cloudEndpoints, quickstartConfig, Workspace } from './workspace.js';

const line = ['run', 'main.nf', '-work-dir', 's3://my-bucket/work'];

/** Files of the user's own, in which a secret stands because they put it there. */
const own = ['.aws/credentials', 'nextflow.config', 'scenario.json', 'secrets.json'];

describe('secrets, in all that a run writes', function () {
  this.timeout(60_000);
  let workspace: Workspace;
  let canaries: Canaries;
  let env: Readonly<Record<string, string>>;

  beforeEach(async () => {
    workspace = await Workspace.open();
    canaries = new Canaries();
    await mkdir(join(workspace.folder, '.aws'));
    await workspace.write(
      '.aws/credentials',
      `[default]\naws_access_key_id = ${canaries.plant('profile key id', keyId)}\naws_secret_access_key = ${canaries.plant('profile secret')}\n`,
    );
    env = {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: canaries.plant('environment key id', keyId),
      AWS_SECRET_ACCESS_KEY: canaries.plant('environment secret'),
      AWS_SESSION_TOKEN: canaries.plant('session token'),
      TOWER_ACCESS_TOKEN: canaries.plant('tower token'),
      FUSION_LICENSE_TOKEN: canaries.plant('fusion licence'),
      DATABASE_PASSWORD: canaries.plant('a variable of the process'),
    };
  });

  afterEach(() => workspace.close());

  const keyId = (heart: string): string => `AKIA${heart}`;

  /** Nothing planted is in what commands said, nor in any file but the user's own. */
  async function expectNoneIn(...said: readonly string[]): Promise<void> {
    expect(said.join('').length).to.be.greaterThan(0);
    for (const text of said) expect(canaries.in(text), text).to.deep.equal([]);
    expect(await canaries.inFiles(workspace.folder, own)).to.deep.equal([]);
  }

  const withKeys = async (): Promise<string> =>
    `${await quickstartConfig()}\naws.accessKey = '${canaries.plant('config key id', keyId)}'\n` +
    `aws.secretKey = '${canaries.plant('config secret')}'\n`;

  for (const debug of [{}, { NXF_DEBUG: '1' }]) {
    const how = 'NXF_DEBUG' in debug ? ' with NXF_DEBUG=1' : '';

    it(`are absent when tasks succeed and look around them${how}`, async () => {
      await workspace.pipeline(
        { LOOKS: 'env; cat /proc/self/environ /proc/$PPID/environ || :; ls -la' },
        await withKeys(),
      );
      const args = [...line, '-local', '-process.debug', 'true'];
      const { code, stdout, stderr } = await workspace.run(args, { env: { ...env, ...debug } });
      expect(code, stderr).to.equal(0);
      expect(stdout).to.contain('PATH=');
      await expectNoneIn(stdout, stderr);
    });

    it(`are absent when a task fails and when calls are signed with them${how}`, async () => {
      const cloud = await workspace.cloud();
      await workspace.pipeline({ FAILS: 'env; echo oh >&2; exit 3' }, await withKeys());
      const there = cloudEndpoints(cloud);
      const first = await workspace.run(line, { env: { ...env, ...debug, ...there } });
      expect(first.code).to.equal(1);
      await workspace.write('nextflow.config', await quickstartConfig());
      const second = await workspace.run(line, { env: { ...env, ...debug, ...there } });
      expect(second.code).to.equal(1);
      expect(cloud.calls.count('ecs', 'RunTask')).to.equal(2);
      const told = await Promise.all(
        ['calls', 'faults', ''].map(async (path) => (await fetch(`${cloud.endpoint}/_local/${path}`)).text()),
      );
      await expectNoneIn(
        first.stdout,
        first.stderr,
        second.stdout,
        second.stderr,
        JSON.stringify(cloud.calls.calls()),
        ...told,
      );
    });

    it(`are absent when no server answers at an address with a password${how}`, async () => {
      const password = (name: string): string => canaries.plant(name, (heart) => `p${heart}`);
      const AWS_ENDPOINT_URL = `http://user:${password('password of AWS’s address')}@127.0.0.1:1`;
      const configured = `http://user:${password('password of the configured address')}@127.0.0.1:1`;
      await workspace.pipeline(
        { HELLO: 'echo hello' },
        `${await withKeys()}aws.ecs.endpoint = '${configured}'\n`,
      );
      const { code, stdout, stderr } = await workspace.run(line, {
        env: { ...env, ...debug, AWS_ENDPOINT_URL },
      });
      expect(code, stderr).to.equal(1);
      await expectNoneIn(stdout, stderr);
    });
  }

  /** What servers and proxies are known to send back: the headers and the address of the request. */
  const echo = (): string =>
    [
      `Authorization: AWS4-HMAC-SHA256 Credential=${env['AWS_ACCESS_KEY_ID']}/20261126/us-east-1/ecs/aws4_request, SignedHeaders=host, Signature=${canaries.plant('signature', (heart) => `abcdef${heart.toLowerCase()}`)}`,
      `The canonical request: 'POST\\n/\\nx-amz-security-token:${env['AWS_SESSION_TOKEN']}\\n'`,
      `{"x-amz-security-token":"${env['AWS_SESSION_TOKEN']}","authorization":"Bearer ${canaries.plant('bearer token')}"}`,
      `https://my-bucket.s3.amazonaws.com/k?X-Amz-Credential=${env['AWS_ACCESS_KEY_ID']}%2F2026&X-Amz-Security-Token=${encodeURIComponent(env['AWS_SESSION_TOKEN'] ?? '')}&X-Amz-Signature=${canaries.plant('presigned signature', (heart) => heart.toLowerCase())}`,
      `http://user:${canaries.plant('password of an address', (heart) => `p${heart}`)}@proxy:3128/`,
    ].join(' ');

  const echoing: readonly [string, number, string][] = [
    ['DescribeClusters', 403, 'SignatureDoesNotMatch'],
    ['RegisterTaskDefinition', 400, 'ClientException'],
    ['RunTask', 400, 'InvalidParameterException'],
    ['DescribeTasks', 500, 'ServerException'],
    ['PutObject', 403, 'SignatureDoesNotMatch'],
  ];
  for (const [operation, status, code] of echoing) {
    it(`are absent when AWS answers ${operation} with ${code} and the request`, async () => {
      const cloud = await workspace.cloud();
      const effect = { kind: 'error', status, code, message: echo() } as const;
      cloud.control.addFaults({ calls: [{ operation, times: 3, effect }] });
      await workspace.pipeline({ HELLO: 'echo hello' });
      const { stdout, stderr } = await workspace.run(line, {
        env: { ...env, NXF_DEBUG: '1', ...cloudEndpoints(cloud) },
      });
      expect(cloud.calls.faults, stdout + stderr).to.be.greaterThan(0);
      await expectNoneIn(stdout, stderr);
    });
  }

  it('are absent when a library fails with the whole request in its message', async () => {
    const cloud = await workspace.cloud();
    await workspace.write(
      'crash.cjs',
      "const http = require('node:http');\nconst { request } = http;\nlet struck = false;\nhttp.request = (options, ...rest) => {\n  const text = JSON.stringify(options);\n  const sent = request(options, ...rest);\n  if (!struck && text.includes('CreateLogGroup')) {\n    struck = true;\n    sent.destroy(new TypeError('bad request ' + text));\n  }\n  return sent;\n};\nrequire('node:module').syncBuiltinESMExports();\n",
    );
    await workspace.pipeline({ HELLO: 'echo hello' });
    const NODE_OPTIONS = `--require=${join(workspace.folder, 'crash.cjs')}`;
    const { code, stdout, stderr } = await workspace.run(line, {
      env: { ...env, NXF_DEBUG: '1', ...cloudEndpoints(cloud), NODE_OPTIONS },
    });
    expect(code, stderr).to.equal(0);
    expect(stderr).to.contain('bad request');
    await expectNoneIn(stdout, stderr);
  });

  it('are absent from processes and output when a run is interrupted', async () => {
    await workspace.pipeline({ WAITS: `: > started; sleep ${workspace.nap}` }, await withKeys());
    const command = workspace.start([...line, '-local'], { env: { ...env, NXF_DEBUG: '1' } });
    await workspace.taskFolders('started', 1);
    const lines = await eventually(
      async () => {
        const all = await workspace.commandLines();
        return all.some((each) => each.includes(workspace.nap)) ? all : undefined;
      },
      () => 'the task is not in the list of processes',
    );
    command.signal('SIGINT');
    expect(await command.exit(), command.output).to.equal(130);
    await expectNoneIn(command.stdout, command.stderr, ...lines);
  });
});
