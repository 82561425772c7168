import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { example, quickstartConfig, Workspace } from './workspace.js';

/** Loaded into the command before anything else; writes down every connection and every name that is looked up. */
const witness = `
const { appendFileSync } = require('node:fs');
const { isIP, Socket } = require('node:net');
const dns = require('node:dns');
const note = (text) => appendFileSync(process.env.WITNESS_FILE, text + '\\n');
const { connect } = Socket.prototype;
Socket.prototype.connect = function (...given) {
  const [first] = Array.isArray(given[0]) ? given[0] : given;
  note('connect ' + (first.path ?? first.host + ':' + first.port));
  return connect.apply(this, given);
};
const { lookup } = dns;
dns.lookup = function (name, ...rest) {
  if (!isIP(name)) note('lookup ' + name);
  return lookup.call(this, name, ...rest);
};
`;

describe('nf-awsecs run, kept from AWS', function () {
  this.timeout(30_000);
  let workspace: Workspace;
  let trap: Server;
  let caught: number;

  beforeEach(async () => {
    workspace = await Workspace.open();
    caught = 0;
    trap = createServer((socket) => {
      caught += 1;
      socket.destroy();
    });
    trap.listen(0, '127.0.0.1');
    await once(trap, 'listening');
    await workspace.write('witness.cjs', witness);
    await workspace.write('witnessed', '');
  });

  afterEach(async () => {
    trap.close();
    await workspace.close();
  });

  const trapUrl = (): string => `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;

  function environment(): Record<string, string> {
    return {
      NODE_OPTIONS: `--require=${join(workspace.folder, 'witness.cjs')}`,
      WITNESS_FILE: join(workspace.folder, 'witnessed'),
      // Where the SDK looks for credentials of a machine in AWS.
      AWS_EC2_METADATA_SERVICE_ENDPOINT: trapUrl(),
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${trapUrl()}/credentials`,
    };
  }

  async function witnessed(): Promise<string[]> {
    const text = await readFile(join(workspace.folder, 'witnessed'), 'utf8');
    return [...new Set(text.split('\n').filter((line) => line !== ''))];
  }

  it('cannot be led there by any environment under -local', async () => {
    await workspace.write(
      'aws-config',
      [
        '[default]',
        `endpoint_url = ${trapUrl()}`,
        'region = eu-west-3',
        'services = trap',
        '[profile nonexistent-too]',
        'role_arn = arn:aws:iam::123456789012:role/other',
        '[services trap]',
        ...['ecs', 'ec2', 's3', 'cloudwatch_logs'].flatMap((name) => [
          `${name} =`,
          `  endpoint_url = ${trapUrl()}`,
        ]),
        '',
      ].join('\n'),
    );
    const { code, stdout, stderr } = await workspace.run(
      [
        ...['run', example('quickstart'), '-work-dir', 's3://my-bucket/work', '-process.debug', 'true'],
        // A container engine would be looked for at this machine's sockets.
        ...['-local', '-local-runtime', 'process'],
      ],
      {
        env: {
          ...environment(),
          AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
          AWS_PROFILE: 'nonexistent',
          AWS_ENDPOINT_URL: trapUrl(),
          AWS_ENDPOINT_URL_ECS: trapUrl(),
          AWS_ENDPOINT_URL_EC2: trapUrl(),
          AWS_ENDPOINT_URL_S3: trapUrl(),
          AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: trapUrl(),
          WAVE_API_ENDPOINT: trapUrl(),
          TOWER_API_ENDPOINT: trapUrl(),
          TOWER_ACCESS_TOKEN: 'real-looking-platform-token',
          FUSION_CONTAINER_CONFIG_URL: trapUrl(),
          AWS_USE_FIPS_ENDPOINT: 'true',
          AWS_USE_DUALSTACK_ENDPOINT: 'true',
          AWS_REGION: 'ap-southeast-2',
          AWS_DEFAULT_REGION: 'ap-southeast-2',
          AWS_ACCESS_KEY_ID: 'AKIAREALLOOKINGKEY00',
          AWS_SECRET_ACCESS_KEY: 'real-looking-secret',
          AWS_SESSION_TOKEN: 'real-looking-token',
          AWS_CONFIG_FILE: join(workspace.folder, 'aws-config'),
          AWS_SHARED_CREDENTIALS_FILE: join(workspace.folder, 'no-such-file'),
        },
      },
    );
    expect(code, stderr).to.equal(0);
    expect(stdout).to.contain('Hello from ECS Managed Instances!');
    expect(caught).to.equal(0);
    const [, port] = /local cloud at http:\/\/127\.0\.0\.1:(\d+)/.exec(stdout) ?? [];
    expect(await witnessed()).to.deep.equal([`connect 127.0.0.1:${port}`]);
  });

  it('is refused before any connection where something is wrong', async () => {
    const config = (await quickstartConfig()).replace('enabled = true', 'enabled = false');
    await workspace.pipeline({ HELLO: 'echo hello' }, config);
    const args = ['run', 'main.nf', '-work-dir', 's3://my-bucket/work'];
    const { code, stderr } = await workspace.run(args, { env: environment() });
    expect(code).to.equal(1);
    expect(stderr).to.contain('WAVE_REQUIRED');
    expect(caught).to.equal(0);
    expect(await witnessed()).to.deep.equal([]);
  });
});
