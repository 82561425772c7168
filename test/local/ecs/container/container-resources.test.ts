import { expect } from 'chai';
import { containerResources } from '../../../../local/ecs/container/container-resources.js';
import { environmentLines } from '../../../../local/ecs/container/environment-files.js';
import { secretValue } from '../../../../local/ecs/container/secret-source.js';
import { EcsFixture, type Json, type TaskAnswer } from '../ecs-fixture.js';
import { quiet } from '../task-builder.js';

const secretArn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf';
const parameterArn = 'arn:aws:ssm:us-east-1:123456789012:parameter/token';
const login = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:registry-AbCdEf';
const kept = new Map([
  [secretArn, '{"user":"ada","port":5432}'],
  [parameterArn, 'p4ss'],
  ['/plain/name', 'n4me'],
  [login, '{"username":"u","password":"s3cret"}'],
]);
const secrets = { value: (reference: string): string | undefined => kept.get(reference) };
const objects = new Map([
  ['arn:aws:s3:::my-bucket/a.env', '# first\nA=1\nB = two words \nQUOTED="x"\nnothing\n=no name\n'],
  ['arn:aws:s3:::my-bucket/b.env', 'A=2\r\nC=3=4\r\n'],
]);
const environmentFiles = {
  read: (arn: string): Promise<string | undefined> =>
    arn.endsWith('/locked.env')
      ? Promise.reject(new Error('AccessDenied'))
      : Promise.resolve(objects.get(arn)),
};

describe(containerResources.name, () => {
  let fixture: EcsFixture;
  beforeEach(() => {
    fixture = new EcsFixture({ secrets, environmentFiles });
  });
  afterEach(() => fixture.ecs.close());

  const run = async (container: Json, input: Json = {}): Promise<TaskAnswer> =>
    fixture.describe(await fixture.running(input, { containerDefinitions: [quiet(container)] }));
  const file = (value: string): Json => ({ value, type: 's3' });
  const environment = (): Json => fixture.runtime.last.spec.environment;

  it('puts secrets into the environment, whole, by key and by name, and never into what is told [1a.28]', async () => {
    const task = await run({
      secrets: [
        { name: 'ALL', valueFrom: secretArn },
        { name: 'USER', valueFrom: `${secretArn}:user::` },
        { name: 'PORT', valueFrom: `${secretArn}:port:AWSCURRENT:` },
        { name: 'TOKEN', valueFrom: parameterArn },
        { name: 'NAME', valueFrom: '/plain/name' },
      ],
    });
    expect(environment()).to.include({
      ALL: '{"user":"ada","port":5432}',
      USER: 'ada',
      PORT: '5432',
      TOKEN: 'p4ss',
      NAME: 'n4me',
    });
    expect(JSON.stringify(task) + fixture.lines.join()).not.to.match(/ada|p4ss|n4me/);
  });

  const failures: [title: string, container: Json, expected: RegExp][] = [
    [
      'an unknown secret',
      { secrets: [{ name: 'X', valueFrom: `${secretArn}x` }] },
      /failed to fetch secret arn:.*-AbCdEfx /,
    ],
    ['an unknown parameter', { secrets: [{ name: 'X', valueFrom: 'no' }] }, /invalid ssm parameters: no$/],
    [
      'a key the secret does not have',
      { secrets: [{ name: 'X', valueFrom: `${secretArn}:nope::` }] },
      /did not contain json key nope/,
    ],
    [
      'an older version',
      { secrets: [{ name: 'X', valueFrom: `${secretArn}::AWSPREVIOUS:` }] },
      /keeps the current version of a secret only/,
    ],
    [
      'unknown registry credentials',
      { repositoryCredentials: { credentialsParameter: `${login}x` } },
      /unable to get registry auth from asm: .* asm fetching secret from the service for arn:/,
    ],
    [
      'registry credentials that are none',
      { repositoryCredentials: { credentialsParameter: parameterArn } },
      /is no JSON object with username and password$/,
    ],
  ];
  for (const [title, container, expected] of failures) {
    it(`fails to start with ${title} [4.11]`, async () => {
      const task = await run(container);
      expect(task).to.include({ lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart' });
      expect(task.stoppedReason).to.match(
        /^ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: /,
      );
      expect(task.stoppedReason).to.match(expected).and.not.to.match(/p4ss/);
      expect(fixture.runtime.pulls).to.deep.equal([]);
    });
  }

  it('gives the registry its credentials [9.14]', async () => {
    await run({ repositoryCredentials: { credentialsParameter: login } });
    expect(fixture.runtime.pulls[0]?.credentials).to.deep.equal({ username: 'u', password: 's3cret' });
  });

  it('reads environment files: the first that names a variable decides, the environment goes over all [1a.28]', async () => {
    await run({
      environmentFiles: [file('arn:aws:s3:::my-bucket/a.env'), file('arn:aws:s3:::my-bucket/b.env')],
      environment: [{ name: 'C', value: 'own' }],
    });
    expect(environment()).to.deep.equal({ A: '1', 'B ': ' two words ', QUOTED: '"x"', C: 'own' });
  });

  it('takes the files of an override instead of those of the definition [9.5]', async () => {
    const overrides = {
      containerOverrides: [{ name: 'main', environmentFiles: [file('arn:aws:s3:::my-bucket/b.env')] }],
    };
    await run({ environmentFiles: [file('arn:aws:s3:::my-bucket/a.env')] }, { overrides });
    expect(environment()).to.deep.equal({ A: '2', C: '3=4' });
  });

  for (const [name, expected] of [
    ['none.env', /NoSuchKey: The specified key does not exist\. \(arn:aws:s3:::my-bucket\/none\.env\)$/],
    ['locked.env', /AccessDenied/],
  ] as const) {
    it(`fails to start where ${name} cannot be read [4.11]`, async () => {
      const task = await run({ environmentFiles: [file(`arn:aws:s3:::my-bucket/${name}`)] });
      expect(task.stopCode).to.equal('TaskFailedToStart');
      expect(task.stoppedReason).to.match(/^ResourceInitializationError: failed to download env files: /);
      expect(task.stoppedReason).to.match(expected);
    });
  }

  for (const driver of ['splunk', 'awsfirelens'] as const) {
    it(`fails to start with the log driver ${driver}, which leads out of this cloud [1a.32] [4.11]`, async () => {
      const options = { 'splunk-url': 'https://s', 'splunk-token': 't' };
      const logged = quiet({ logConfiguration: { logDriver: driver, options } });
      const router = quiet({ name: 'router', firelensConfiguration: { type: 'fluentbit' } });
      const arn = await fixture.running({}, { containerDefinitions: [logged, router] });
      expect((await fixture.describe(arn)).stoppedReason).to.match(
        new RegExp(`^ResourceInitializationError: failed to initialize logging driver: ${driver}: `),
      );
    });
  }
});

describe(environmentLines.name, () => {
  it('keeps everything behind the first equals sign, and passes over what is no variable', () => {
    expect(environmentLines('A=b=c\n#A=d\nplain\n=x\n')).to.deep.equal([['A', 'b=c']]);
  });
});

describe(secretValue.name, () => {
  it('tells nothing of a secret that is no JSON when a key is asked of it', () => {
    const found = secretValue(`${secretArn}:k::`, { value: () => 'not json at all' });
    expect(found).to.have.property('kind', 'failed');
    expect(JSON.stringify(found)).not.to.contain('not json at all');
  });
});
