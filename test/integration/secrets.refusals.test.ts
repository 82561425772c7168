import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { createRun, type RunReporter } from '../../host/index.js';
import { FakeClock } from '../support/fake-clock.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { Canaries } from './canaries.js';
import { quickstartConfig, Workspace } from './workspace.js';

const ownManifest = fileURLToPath(new URL('../../../plugin.json', import.meta.url));

/** What a user may get wrong around a secret; `§` stands for it. */
const wrong: readonly (readonly [string, string])[] = [
  ['a list in the place of a secret', "aws.secretKey = ['§']"],
  ['a scope in the place of a secret', "aws { secretKey { value = '§' } }"],
  ['a map in the place of a secret', "aws.accessKey = [id: '§']"],
  ['a misspelled name', "aws.secretKye = '§'"],
  ['a name of AWS’s own', "aws.secret_access_key = '§'"],
  ['a secret in the scope of the executor', "aws.ecs.secretKey = '§'"],
  ['an unknown setting beside a secret', "aws { accessKey = '§'; nonsense = 1 }"],
  ['only one half of the keys', "aws.secretKey = '§'"],
  ['a scope of Nextflow that is not served', "seqera { accessToken = '§' }"],
  ['a token beside a setting that is not served', "tower { accessToken = '§'; enabled = true }"],
  ['a token that is none', "tower.accessToken = '§ with blanks'"],
  ['an environment that is not served', "env { AWS_SECRET_ACCESS_KEY = '§'; DB_PASSWORD = '§' }"],
  ['tokens of Wave that are not served', "wave.tokens.dockerhub = '§'"],
  ['a licence of Fusion that is not served', "fusion.licenseToken = '§'"],
  ['an address with a password and a wrong scheme', "aws.client.endpoint = 'ftp://user:§@host'"],
  ['an address of the executor with a password and a wrong scheme', "aws.ecs.endpoint = 'ftp://user:§@host'"],
  ['an address without a scheme', "aws.ecs.endpoint = 'user:§@host:80'"],
  ['two words behind a secret', "aws.secretKey = '§' 'x'"],
  ['a secret without an equals sign', "aws { secretKey '§' }"],
  ['a secret in double quotes with a variable', 'aws { secretKey = "$x§" }'],
  ['a secret in double quotes with an expression', 'aws { secretKey = "${a}§" }'],
  ['a secret that is not closed', "aws.secretKey = '§"],
  ['a secret on a line of its own', "aws {\n  secretKey =\n    '§' +\n  x }"],
  ['a secret over several lines', "aws.secretKey = '''\n§\n''' + x"],
  ['a secret in a map that is not closed', "aws = [accessKey: '§', secretKey: '§' x"],
  ['a secret behind a fault on its line', "x y z; aws.secretKey = '§'"],
  ['a secret with a fault on its line', "aws { secretKey = '§' ; if (x) }"],
  ['a variable of the environment with a secret for a default', "aws.secretKey = System.getenv('X') ?: '§'"],
  ['a secret in a definition', "def secretKey = '§'"],
  ['a password in a definition', "def dbPassword = '§'"],
  ['a token with a fault', "tower.accessToken = '§' +"],
  ['a token of another name with a fault', "env.GITHUB_TOKEN = '§' +"],
  ['a key in upper case with a fault', "env { AWS_SECRET_ACCESS_KEY = '§' + }"],
  ['a licence with a fault', "env { FUSION_LICENSE_KEY = '§' + }"],
  ['an address with a password with a fault', "aws.client.endpoint = 'https://user:§@host' +"],
  ['a variable within a secret of several lines', 'aws.secretKey = """\n§ ${x}\n"""'],
  ['a fault within a list of secrets', "aws.secretKey = [\n'§' x\n]"],
];

describe('secrets, in what a refused run says', function () {
  this.timeout(30_000);
  let workspace: Workspace;
  let canaries: Canaries;
  let secret: string;

  beforeEach(async () => {
    workspace = await Workspace.open();
    canaries = new Canaries();
    secret = canaries.plant('secret', (heart) => `w0rd${heart}`);
    await workspace.pipeline({ HELLO: 'echo hello' });
  });

  afterEach(() => workspace.close());

  /** The error of a run with this beside the quickstart's settings, as the most curious would print it. */
  async function refusal(settings: string): Promise<{ readonly message: string; readonly all: string }> {
    await workspace.write('nextflow.config', `${await quickstartConfig()}\n${settings}\n`);
    const logger = new RecordingLogger();
    const silent = (): void => undefined;
    const reporter: RunReporter = {
      started: silent,
      cached: silent,
      submitted: silent,
      completed: silent,
      ignored: silent,
      finishing: silent,
      failed: silent,
      retried: silent,
      resubmitted: silent,
      progress: silent,
      output: silent,
      leftBehind: () => undefined,
      sweeping: () => undefined,
      stopping: silent,
    };
    const refused = createRun({
      scriptPath: join(workspace.folder, 'main.nf'),
      cwd: workspace.folder,
      workDir: 's3://my-bucket/work',
      builtInPlugins: [ownManifest],
      clock: new FakeClock(),
      random: () => 0.5,
      logger,
      reporter,
    }).then((run) => run.execute());
    const error: unknown = await refused.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof Error)) throw new Error(`the run was not refused with ${settings}`);
    const all = [error, logger].map((each) =>
      inspect(each, { depth: null, showHidden: true, maxStringLength: null }),
    );
    return { message: error.message, all: [...all, JSON.stringify(error)].join('\n') };
  }

  for (const [title, text] of wrong) {
    it(`are absent with ${title}`, async () => {
      const { message, all } = await refusal(text.replaceAll('§', secret));
      expect(message).to.match(/nextflow\.config:\d+|aws\.ecs|aws\.accessKey|aws\.secretKey/);
      expect(canaries.in(all), all).to.deep.equal([]);
    });
  }

  it('would be found', async () => {
    const { all } = await refusal(`aws.ecs.networkMode = '${secret}'`);
    expect(canaries.in(all)).to.deep.equal(['secret']);
  });

  for (const [title, args] of [
    ['a setting that the command line does not take', ['-aws.secretKey', '§']],
    ['a setting with an equals sign', ['-aws.secretKey=§']],
    ['a parameter', ['--password', '§']],
    ['a directive that sounds secret', ['-process.secretKey', '§']],
    ['an environment', ['-e.AWS_SECRET_ACCESS_KEY=§']],
  ] as const) {
    it(`are absent from the command’s words with ${title}`, async () => {
      const { code, stdout, stderr } = await workspace.run(
        ['run', 'main.nf', '-w', 's3://my-bucket/work', ...args.map((word) => word.replace('§', secret))],
        { env: { NXF_DEBUG: '1' } },
      );
      expect(code, stdout).to.be.oneOf([1, 2]);
      expect(canaries.in(stdout + stderr), stdout + stderr).to.deep.equal([]);
    });
  }
});
