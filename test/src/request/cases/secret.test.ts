import type { DirectiveValue } from '../../../../spi/index.js';
import { directiveCases, TOKEN_ARN } from './directive-cases.js';

const SECRETS = 'facts §1a secrets; DG specifying-sensitive-data';
const DB = { name: 'DB_PASSWORD', valueFrom: 'arn:aws:ssm:us-east-1:123456789012:parameter/db/password' };
const TOKEN = { name: 'MY_TOKEN', valueFrom: TOKEN_ARN };
const wrong: readonly DirectiveValue[] = [
  '',
  'my-token',
  '1TOKEN',
  'A B',
  ['MY_TOKEN', 1],
  [],
  7,
  null,
  { a: 'b' },
];

directiveCases('secret', {
  served: [
    { written: 'nothing', source: SECRETS, main: { secrets: undefined } },
    {
      written: "secret 'MY_TOKEN'",
      source: SECRETS,
      others: { secret: ['MY_TOKEN'] },
      main: { secrets: [TOKEN] },
      definition: { executionRoleArn: 'arn:aws:iam::123456789:role/ecsTaskExecutionRole' },
    },
    {
      written: "secret 'MY_TOKEN' and secret 'DB_PASSWORD', in order of names",
      source: SECRETS,
      others: { secret: ['MY_TOKEN', 'DB_PASSWORD', 'MY_TOKEN'] },
      main: { secrets: [DB, TOKEN] },
    },
    {
      written: 'one secret as a text',
      source: SECRETS,
      others: { secret: 'MY_TOKEN' },
      main: { secrets: [TOKEN] },
    },
    {
      written: "secret 'FUSION_LICENSE_TOKEN', which Fusion asks for as one",
      source: 'docs/wave.md: the licence is a secret',
      others: { secret: ['FUSION_LICENSE_TOKEN'] },
      config: { secrets: { FUSION_LICENSE_TOKEN: TOKEN_ARN } },
      main: { secrets: [{ name: 'FUSION_LICENSE_TOKEN', valueFrom: TOKEN_ARN }] },
    },
  ],
  refused: [
    ...['FUSION_WORK', 'NXF_DEBUG', 'NVIDIA_DRIVER_CAPABILITIES', 'PATH'].map((name) => ({
      written: `secret '${name}'`,
      source: 'local/RULES.md: a name is a secret or a variable',
      others: { secret: ['MY_TOKEN', name] },
      code: 'DIRECTIVE_INVALID',
      says: new RegExp(`has the name of a variable that the task gets otherwise \\('${name}'\\)`),
    })),
    ...wrong.map((secret) => ({
      written: `secret ${JSON.stringify(secret)}`,
      source: SECRETS,
      others: { secret },
      code: 'DIRECTIVE_INVALID',
      says: /must be the name of a secret, or a list of names.*secret 'MY_TOKEN'/,
    })),
    {
      written: "secret 'MY_TOKN', which the configuration lacks",
      source: SECRETS,
      others: { secret: ['MY_TOKN'] },
      code: 'SECRET_UNKNOWN',
      says: /aws\.ecs\.secrets does not have; it has DB_PASSWORD, MY_TOKEN \('MY_TOKN'\) Did you mean MY_TOKEN\? Add to aws\.ecs\.secrets: MY_TOKN: /,
    },
    {
      written: "secret 'OTHER' without aws.ecs.secrets",
      source: SECRETS,
      others: { secret: ['OTHER'] },
      config: { secrets: {} },
      code: 'SECRET_UNKNOWN',
      says: /it has none \('OTHER'\) Add to aws\.ecs\.secrets: OTHER: /,
    },
    {
      written: "secret 'constructor', which every object has",
      source: SECRETS,
      others: { secret: ['constructor'] },
      code: 'SECRET_UNKNOWN',
      says: /'constructor'/,
    },
    {
      written: "secret 'MY_TOKEN' beside a variable of that name",
      source: 'local/RULES.md: a name is a secret or a variable',
      others: { secret: ['DB_PASSWORD', 'MY_TOKEN'], containerOptions: '-e MY_TOKEN=x -e OTHER=y' },
      code: 'DIRECTIVE_INVALID',
      says: /names MY_TOKEN, which containerOptions sets by --env/,
    },
  ],
});
