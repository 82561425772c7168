import { firelensProblems, logProblems } from '../../../../local/ecs/definition/log-rules.js';
import { type Json } from '../ecs-fixture.js';
import { awslogs, containers, itAccepts, itRefuses } from './definition-cases.js';

const driver = (logDriver: string, options: Json = {}, secretOptions: readonly Json[] = []): Json =>
  containers({ logConfiguration: { logDriver, options, secretOptions } });
const router = (firelensConfiguration: Json): Json => ({
  name: 'router',
  essential: false,
  firelensConfiguration,
});
const splunk = { 'splunk-token': 't', 'splunk-url': 'https://splunk.example' };

describe(logProblems.name, () => {
  itAccepts([
    { name: 'no log configuration', given: containers({ logConfiguration: undefined }) },
    {
      name: 'awslogs in blocking mode that makes its group [1a.32] [6a.3]',
      given: containers(awslogs({ mode: 'blocking', 'awslogs-create-group': 'true' })),
    },
    {
      name: 'a buffer of 25m',
      given: containers(awslogs({ mode: 'non-blocking', 'max-buffer-size': '25m' })),
    },
    {
      name: 'awslogs without execution role, which RunTask may give',
      given: { executionRoleArn: undefined },
    },
    { name: 'splunk [1a.32]', given: driver('splunk', splunk) },
    {
      name: 'splunk with its token in a secret',
      given: driver('splunk', { 'splunk-url': 'x' }, [{ name: 'splunk-token', valueFrom: '/t' }]),
    },
    { name: 'json-file, which one page of AWS’s lists [1a.32]', given: driver('json-file') },
    {
      name: 'awsfirelens with a router [1a.32]',
      given: containers({ logConfiguration: { logDriver: 'awsfirelens' } }, router({ type: 'fluentbit' })),
    },
    {
      name: 'a stream without prefix on EC2 alone [6a.2]',
      given: {
        requiresCompatibilities: ['EC2'],
        ...containers({
          logConfiguration: {
            logDriver: 'awslogs',
            options: { 'awslogs-group': 'g', 'awslogs-region': 'r' },
          },
        }),
      },
    },
  ]);
  itRefuses([
    {
      name: 'a driver Managed Instances do not have [1a.32]',
      given: driver('gelf'),
      expected: /logDriver 'gelf' is not supported on Managed Instances: use awslogs/,
    },
    {
      name: 'awslogs without group, region and prefix, each by name [6a.1] [6a.2]',
      given: driver('awslogs'),
      expected: /Log driver awslogs requires options: awslogs-group, awslogs-region, awslogs-stream-prefix/,
    },
    {
      name: 'an option awslogs does not take',
      given: containers(awslogs({ 'awslogs-endpoint': 'x' })),
      expected: /Log driver awslogs disallows options: awslogs-endpoint/,
    },
    {
      name: 'a log group with a name CloudWatch does not have',
      given: containers(awslogs({ 'awslogs-group': 'a group' })),
      expected: /awslogs-group 'a group' must be 1 to 512/,
    },
    {
      name: 'a mode there is not',
      given: containers(awslogs({ mode: 'lossy' })),
      expected: /mode 'lossy' must be one of blocking, non-blocking/,
    },
    {
      name: 'a buffer of no size',
      given: containers(awslogs({ 'max-buffer-size': 'big' })),
      expected: /max-buffer-size 'big'/,
    },
    {
      name: 'a create-group that is neither true nor false [6a.3]',
      given: containers(awslogs({ 'awslogs-create-group': 'yes' })),
      expected: /'yes' must be one of true, false/,
    },
    {
      name: 'both ways to tell where an event begins',
      given: containers(awslogs({ 'awslogs-datetime-format': '%Y', 'awslogs-multiline-pattern': '^x' })),
      expected: /cannot be given together/,
    },
    {
      name: 'splunk without token and address',
      given: driver('splunk'),
      expected: /Log driver splunk requires options: splunk-token, splunk-url/,
    },
    {
      name: 'awsfirelens without a router',
      given: driver('awsfirelens'),
      expected: /needs a container with a firelensConfiguration/,
    },
    {
      name: 'a secret option without execution role [1a.33]',
      given: { executionRoleArn: undefined, ...driver('splunk', splunk, [{ name: 'x', valueFrom: '/t' }]) },
      expected: /container secrets, .* 'executionRoleArn'/,
    },
  ]);
});

describe(firelensProblems.name, () => {
  itRefuses([
    {
      name: 'an unknown router',
      given: containers({}, router({ type: 'logstash' })),
      expected: /type 'logstash' must be one of fluentd, fluentbit/,
    },
    {
      name: 'a configuration file of a router without its place',
      given: containers({}, router({ type: 'fluentd', options: { 'config-file-type': 's3' } })),
      expected: /go together/,
    },
  ]);
});
