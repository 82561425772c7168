import { containerProblems } from '../../../../local/ecs/definition/container-rules.js';
import { environmentProblems } from '../../../../local/ecs/definition/environment-rules.js';
import { healthProblems } from '../../../../local/ecs/definition/health-rules.js';
import { imageProblems } from '../../../../local/ecs/definition/image-rules.js';
import { memoryProblems } from '../../../../local/ecs/definition/task-size.js';
import { type Json } from '../ecs-fixture.js';
import { containers, itAccepts, itRefuses } from './definition-cases.js';

const check = (changes: Json): Json => containers({ healthCheck: { command: ['CMD', 'true'], ...changes } });
const policy = (changes: Json): Json => containers({ restartPolicy: { enabled: true, ...changes } });
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe(containerProblems.name, () => {
  itAccepts([
    {
      name: 'privileges and an init process [1a.21] [1a.22]',
      given: containers({ privileged: true, linuxParameters: { initProcessEnabled: true } }),
    },
    {
      name: 'user, terminal and read-only root [1a.28]',
      given: containers({
        user: '1000:1000',
        interactive: true,
        pseudoTerminal: true,
        readonlyRootFilesystem: true,
      }),
    },
    { name: 'a stop timeout of a day [1a.29]', given: containers({ stopTimeout: 86_400 }) },
    { name: 'a start timeout of ten minutes [1a.30]', given: containers({ startTimeout: 600 }) },
    { name: 'a restart policy [1a.28]', given: policy({ ignoredExitCodes: [0], restartAttemptPeriod: 60 }) },
    {
      name: 'repository credentials [1a.28]',
      given: containers({
        repositoryCredentials: { credentialsParameter: 'arn:aws:secretsmanager:us-east-1:1:secret:s' },
      }),
    },
    {
      name: 'labels and a working directory',
      given: containers({ dockerLabels: { a: 'b' }, workingDirectory: '/w' }),
    },
  ]);

  itRefuses([
    {
      name: 'a container name with a space [1d.1]',
      given: containers({ name: 'a b' }),
      expected: /\[0\]\.name 'a b' must be 1 to 255/,
    },
    { name: 'negative cpu', given: containers({ cpu: -1 }), expected: /\[0\]\.cpu -1 must not be negative/ },
    { name: 'a user of three parts', given: containers({ user: 'a:b:c' }), expected: /\[0\]\.user 'a:b:c'/ },
    {
      name: 'an unknown versionConsistency',
      given: containers({ versionConsistency: 'on' }),
      expected: /'on' must be one of enabled, disabled/,
    },
    {
      name: 'repository credentials without a secret',
      given: containers({ repositoryCredentials: {} }),
      expected: /credentialsParameter is missing/,
    },
    {
      name: 'a stop timeout of more than a day [1a.29]',
      given: containers({ stopTimeout: 86_401 }),
      expected: /stopTimeout 86401: 2 to 86400/,
    },
    {
      name: 'a start timeout of more than ten minutes [1a.30]',
      given: containers({ startTimeout: 601 }),
      expected: /startTimeout 601: 2 to 600/,
    },
    {
      name: 'a restart policy that does not say whether it is on',
      given: policy({ enabled: undefined }),
      expected: /restartPolicy\.enabled is missing/,
    },
    {
      name: 'fifty-one ignored exit codes',
      given: policy({ ignoredExitCodes: numbers(51) }),
      expected: /51 are given, at most 50/,
    },
    {
      name: 'a restart period under a minute',
      given: policy({ restartAttemptPeriod: 59 }),
      expected: /restartAttemptPeriod 59: 60 to 1800/,
    },
    {
      name: 'hostname [1a.27]',
      given: containers({ hostname: 'h' }),
      expected: /\[0\]\.hostname is not supported on Managed Instances/,
    },
    { name: 'links [1a.27]', given: containers({ links: ['x'] }), expected: /\.links is not supported/ },
    {
      name: 'dnsServers [1a.27]',
      given: containers({ dnsServers: ['1.1.1.1'] }),
      expected: /\.dnsServers is not supported/,
    },
    {
      name: 'dnsSearchDomains [1a.27]',
      given: containers({ dnsSearchDomains: ['x.y'] }),
      expected: /\.dnsSearchDomains is not supported/,
    },
    {
      name: 'disableNetworking [1a.27]',
      given: containers({ disableNetworking: true }),
      expected: /\.disableNetworking is not supported/,
    },
    {
      name: 'dockerSecurityOptions [1a.27]',
      given: containers({ dockerSecurityOptions: ['x'] }),
      expected: /\.dockerSecurityOptions is not supported/,
    },
    {
      name: 'extraHosts, on which AWS’s pages differ [1a.26]',
      given: containers({ extraHosts: [{ hostname: 'h', ipAddress: '1.1.1.1' }] }),
      expected: /\.extraHosts is not supported/,
    },
    {
      name: 'credentialSpecs',
      given: containers({ credentialSpecs: ['credentialspec:x'] }),
      expected: /\.credentialSpecs is not supported/,
    },
  ]);
});

describe(imageProblems.name, () => {
  const digest = `sha256:${'a1'.repeat(32)}`;
  itAccepts([
    {
      name: 'an image with a registry, a port and a tag [1d.2]',
      given: containers({ image: 'localhost:5000/a/b:1.0_x-y' }),
    },
    {
      name: 'a name of 255 characters with a digest [1d.2]',
      given: containers({ image: `${'x'.repeat(255)}@${digest}` }),
    },
  ]);
  itRefuses([
    {
      name: 'no image',
      given: containers({ image: '' }),
      expected: /Container\.image should not be null or empty/,
    },
    {
      name: 'an image of 256 characters [1d.2]',
      given: containers({ image: 'x'.repeat(256) }),
      expected: /has 256 characters: at most 255/,
    },
    {
      name: 'an image with a variable in it',
      given: containers({ image: '$IMAGE' }),
      expected: /Container\.image contains invalid characters\. \('\$IMAGE'\)/,
    },
    {
      name: 'a digest of another kind [1d.2]',
      given: containers({ image: 'x@sha512:ab' }),
      expected: /digest 'sha512:ab' must be sha256:/,
    },
  ]);
});

describe(memoryProblems.name, () => {
  itAccepts([
    {
      name: 'containers that fill the task’s memory and cpu',
      given: containers({ cpu: 128, memory: 256 }, { name: 'b', cpu: 128, memoryReservation: 256 }),
    },
    {
      name: 'container memory without task memory [1a.11]',
      given: { cpu: undefined, memory: undefined, ...containers({ memoryReservation: 6 }) },
    },
    { name: 'a limit equal to the reservation', given: containers({ memory: 100, memoryReservation: 100 }) },
  ]);
  itRefuses([
    {
      name: 'a container with less than 6 MiB [1a.9]',
      given: containers({ memory: 5 }),
      expected: /at least 6 MiB/,
    },
    {
      name: 'a container with more memory than its task',
      given: containers({ memory: 513 }),
      expected: /\[0\]\.memory 513 is larger than the task's memory 512/,
    },
    {
      name: 'containers with more memory than their task together',
      given: containers({ memory: 300 }, { name: 'b', memory: 300 }),
      expected: /adds up to 600 MiB, more than the task's 512/,
    },
    {
      name: 'containers with more cpu than their task together',
      given: containers({ cpu: 200 }, { name: 'b', cpu: 100 }),
      expected: /adds up to 300 units, more than the task's 256/,
    },
    {
      name: 'a reservation above the limit',
      given: containers({ memory: 100, memoryReservation: 101 }),
      expected: /'memory' must be greater than or equal to 'memoryReservation'/,
    },
    {
      name: 'a container without memory in a task without',
      given: { memory: undefined },
      expected:
        /Invalid setting for container 'main'\. At least one of 'memory' or 'memoryReservation' must be specified/,
    },
  ]);
});

describe(environmentProblems.name, () => {
  const file = { type: 's3', value: 'arn:aws:s3:::bucket/a/b.env' };
  const secret = (valueFrom: string, name = 'KEY'): Json => containers({ secrets: [{ name, valueFrom }] });
  itAccepts([
    {
      name: 'ten environment files [1a.28]',
      given: containers({ environmentFiles: numbers(10).map(() => file) }),
    },
    {
      name: 'a secret of Secrets Manager by ARN [1a.28]',
      given: secret('arn:aws:secretsmanager:us-east-1:123456789012:secret:s-AbCdEf'),
    },
    {
      name: 'a key of a secret',
      given: secret('arn:aws:secretsmanager:us-east-1:123456789012:secret:s-AbCdEf:user::'),
    },
    { name: 'a parameter by ARN', given: secret('arn:aws:ssm:us-east-1:123456789012:parameter/a/b') },
    { name: 'a parameter by name', given: secret('/a/b') },
  ]);
  itRefuses([
    {
      name: 'an eleventh environment file [1a.28]',
      given: containers({ environmentFiles: numbers(11).map(() => file) }),
      expected: /11 are given, at most 10/,
    },
    {
      name: 'an environment file of another type',
      given: containers({ environmentFiles: [{ ...file, type: 'efs' }] }),
      expected: /\.type 'efs' must be s3/,
    },
    {
      name: 'an environment file that is no S3 object ending in .env',
      given: containers({ environmentFiles: [{ ...file, value: 's3://bucket/b.env' }] }),
      expected: /must be the ARN of an S3 object whose key ends in \.env/,
    },
    {
      name: 'a variable without a name',
      given: containers({ environment: [{ value: 'x' }] }),
      expected: /environment\[0\]\.name is missing/,
    },
    { name: 'a secret without a name', given: secret('x', ''), expected: /secrets\[0\]\.name is missing/ },
    { name: 'a secret from nowhere', given: secret(''), expected: /secrets\[0\]\.valueFrom is missing/ },
    {
      name: 'a secret with a name no parameter has',
      given: secret('my secret'),
      expected: /The Systems Manager parameter name specified for secret KEY is invalid/,
    },
    {
      name: 'a secret with the name of a variable',
      given: containers({ environment: [{ name: 'KEY' }], secrets: [{ name: 'KEY', valueFrom: 'x' }] }),
      expected: /must be unique and not shared .*'KEY'/,
    },
    {
      name: 'secrets without execution role [1a.33]',
      given: { executionRoleArn: undefined, ...secret('x') },
      expected:
        /^When you are specifying container secrets, you must also specify a value for 'executionRoleArn'\.$/,
    },
    {
      name: 'environment files without execution role [1a.33]',
      given: { executionRoleArn: undefined, ...containers({ environmentFiles: [file] }) },
      expected: /container environmentFiles, .* 'executionRoleArn'/,
    },
  ]);
});

describe(healthProblems.name, () => {
  itAccepts([
    {
      name: 'a health check at its bounds [1a.28]',
      given: check({ interval: 300, timeout: 60, retries: 10, startPeriod: 300 }),
    },
    { name: 'a health check in a shell', given: check({ command: ['CMD-SHELL', 'exit 0'] }) },
  ]);
  itRefuses([
    {
      name: 'a health check without CMD',
      given: check({ command: ['curl', 'localhost'] }),
      expected: /healthCheck\.command must be CMD or CMD-SHELL/,
    },
    {
      name: 'a health check without command',
      given: check({ command: ['CMD'] }),
      expected: /healthCheck\.command must be/,
    },
    { name: 'an interval under 5 s', given: check({ interval: 4 }), expected: /interval 4: 5 to 300/ },
    { name: 'a timeout over 60 s', given: check({ timeout: 61 }), expected: /timeout 61: 2 to 60/ },
    { name: 'no retry', given: check({ retries: 0 }), expected: /retries 0: 1 to 10/ },
    {
      name: 'a start period over 300 s',
      given: check({ startPeriod: 301 }),
      expected: /startPeriod 301: 0 to 300/,
    },
  ]);
});
