import { expect } from 'chai';
import { checkedStrategy, strategyItem } from '../../../../local/ecs/cluster/strategy.js';
import { checkedTags } from '../../../../local/ecs/tag-rules.js';
import { networkProblems } from '../../../../local/ecs/launch/network-rules.js';
import { overrideProblems } from '../../../../local/ecs/launch/override-rules.js';
import { placementProblems } from '../../../../local/ecs/launch/placement-rules.js';
import { runTaskProblems } from '../../../../local/ecs/launch/run-task-rules.js';
import { type RunTaskInput, type TaskOverride } from '../../../../local/ecs/launch/run-task-shape.js';
import { definition, type Json, network, provider, region } from '../ecs-fixture.js';

/** Facts of RunTask's members. */
const ids: Readonly<Record<string, string>> = {
  count: ' [3a.1] [5.16]',
  startedBy: ' [3a.7]',
  clientToken: ' [3a.3]',
  launchType: ' [2c.1]',
  propagateTags: ' [3a.11]',
  platformVersion: ' [3a.15]',
  referenceId: ' [3a.9]',
};

describe(runTaskProblems.name, () => {
  const cases: [input: RunTaskInput, expected: RegExp | undefined][] = [
    [{}, undefined],
    [{ count: 10 }, undefined],
    [{ count: 0 }, /^count 0/],
    [{ count: 11 }, /^count 11/],
    [{ startedBy: 'nf-0a/b_C' }, undefined],
    [{ startedBy: 'x'.repeat(129) }, /^startedBy/],
    [{ startedBy: 'a b' }, /^startedBy/],
    [{ clientToken: 'x'.repeat(64) }, undefined],
    [{ clientToken: 'x'.repeat(65) }, /^clientToken has 65/],
    [{ clientToken: 'a b' }, /^clientToken/],
    [{ clientToken: '' }, /^clientToken has 0/],
    [
      { launchType: 'EC2', capacityProviderStrategy: [] },
      /Launch Type or Capacity Provider Strategy, but not both/,
    ],
    [{ propagateTags: 'SERVICE' }, /^propagateTags 'SERVICE'/],
    [{ platformVersion: '1.4.0' }, /^platformVersion is for Fargate/],
    [{ referenceId: 'r' }, /^referenceId is only used by Amazon ECS/],
  ];
  for (const [input, expected] of cases) {
    const id = ids[Object.keys(input)[0] ?? ''] ?? '';
    it(`${expected === undefined ? 'accepts' : 'refuses'} ${JSON.stringify(input).slice(0, 60)}${id}`, () => {
      const found = runTaskProblems(input);
      if (expected === undefined) expect(found).to.deep.equal([]);
      else expect(found.join()).to.match(expected);
    });
  }
});

describe(placementProblems.name, () => {
  const check = (input: RunTaskInput, own: number, problems: readonly string[] = []): string[] =>
    placementProblems(
      input,
      { placementConstraints: Array.from({ length: own }, () => ({ type: 'memberOf', expression: 'x' })) },
      () => problems,
    );
  const distinct = (count: number): RunTaskInput => ({
    placementConstraints: Array.from({ length: count }, () => ({ type: 'distinctInstance' })),
  });

  it('counts ten constraints of definition and call together [1b.1] [3a.13]', () => {
    expect(check(distinct(4), 6)).to.deep.equal([]);
    expect(check(distinct(5), 6)[0]).to.match(/^11 placementConstraints/);
  });

  const refused: [title: string, input: RunTaskInput, expected: RegExp][] = [
    [
      'a placement strategy [1b.4]',
      { placementStrategy: [{ type: 'spread' }] },
      /is not supported on Managed/,
    ],
    ['an unknown constraint', { placementConstraints: [{ type: 'binpack' }] }, /'binpack' is neither/],
    [
      'memberOf without an expression',
      { placementConstraints: [{ type: 'memberOf' }] },
      /needs an expression/,
    ],
    [
      'distinctInstance with one',
      { placementConstraints: [{ type: 'distinctInstance', expression: 'x' }] },
      /takes no expression/,
    ],
  ];
  for (const [title, input, expected] of refused) {
    it(`refuses ${title}`, () => expect(check(input, 0).join()).to.match(expected));
  }

  it('leaves to the capacity model what it has against expressions', () => {
    expect(check(distinct(1), 1, ['no such attribute'])).to.deep.equal(['no such attribute']);
  });
});

describe(overrideProblems.name, () => {
  const check = (overrides: TaskOverride): string[] => overrideProblems(overrides, definition());

  it('counts the whole JSON, syntax included, up to 8192 characters [3a.2]', () => {
    const sized = (length: number): TaskOverride => {
      const empty = { containerOverrides: [{ name: 'main', command: [''] }] };
      return {
        containerOverrides: [{ name: 'main', command: ['x'.repeat(length - JSON.stringify(empty).length)] }],
      };
    };
    expect(check(sized(8192))).to.deep.equal([]);
    expect(check(sized(8193))).to.deep.equal(['Container Overrides length must be at most 8192']);
  });

  it('refuses a container the definition does not have', () => {
    expect(check({ containerOverrides: [{ name: 'side' }] })[0]).to.match(
      /container named side is not a container/,
    );
  });

  it('refuses Fargate-only storage [1a.12] [9.3]', () => {
    expect(check({ ephemeralStorage: { sizeInGiB: 50 } })[0]).to.match(
      /ephemeralStorage is for Fargate only/,
    );
  });

  it('holds the sizes to the bounds of a task [1a.6] [1a.8] [9.1]', () => {
    expect(check({ cpu: '2048', memory: '4096' })).to.deep.equal([]);
    expect(check({ cpu: '1', memory: 'x' })).to.have.length(2);
  });

  const refused: [title: string, overrides: TaskOverride['containerOverrides'], expected: RegExp][] = [
    ['a container overridden twice', [{ name: 'main' }, { name: 'main' }], /'main' is overridden twice/],
    ['less than 6 MiB [1a.9]', [{ name: 'main', memory: 5 }], /whole numbers of MiB from 6/],
    ['half a unit of cpu', [{ name: 'main', cpu: 0.5 }], /cpu 0.5 must be a whole number/],
    [
      'a reservation above the limit',
      [{ name: 'main', memory: 64, memoryReservation: 128 }],
      /memoryReservation 128 is more than memory 64/,
    ],
    [
      'eleven environment files [9.5]',
      [
        {
          name: 'main',
          environmentFiles: Array.from({ length: 11 }, () => ({ type: 's3', value: 'arn:aws:s3:::b/k' })),
        },
      ],
      /11/,
    ],
    [
      'an environment file elsewhere [9.5]',
      [{ name: 'main', environmentFiles: [{ type: 's3', value: '/etc/env' }] }],
      /\/etc\/env/,
    ],
    [
      'a third of a GPU [9.7]',
      [{ name: 'main', resourceRequirements: [{ type: 'GPU', value: '0.3' }] }],
      /resourceRequirements\[0\]/,
    ],
  ];
  for (const [title, containerOverrides = [], expected] of refused) {
    it(`refuses ${title}`, () => expect(check({ containerOverrides }).join()).to.match(expected));
  }

  it('accepts every override a task may have [9.2] [9.4] [9.5] [9.6] [9.7]', () => {
    const role = 'arn:aws:iam::123456789012:role/r';
    const override = {
      name: 'main',
      command: ['x'],
      environment: [{ name: 'A', value: '1' }],
      environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::b/k.env' }],
      cpu: 64,
      memory: 128,
      memoryReservation: 64,
      resourceRequirements: [{ type: 'GPU', value: '1' }],
    };
    expect(
      check({ taskRoleArn: role, executionRoleArn: role, containerOverrides: [override] }),
    ).to.deep.equal([]);
    expect(check({ taskRoleArn: 'no role' })[0]).to.match(/overrides.taskRoleArn 'no role'/);
  });

  it('refuses a container with more memory than its task', () => {
    expect(check({ memory: '1024', containerOverrides: [{ name: 'main', memory: 2048 }] })[0]).to.match(
      /2048/,
    );
  });
});

describe(networkProblems.name, () => {
  const check = (mode: string, awsvpcConfiguration?: Json): string[] =>
    networkProblems(
      {
        mode,
        region,
        provider: provider(),
        configuration: awsvpcConfiguration === undefined ? undefined : { awsvpcConfiguration },
      },
      network,
    );

  const cases: [
    title: string,
    mode: string,
    configuration: Json | undefined,
    expected: RegExp | undefined,
  ][] = [
    ['host without a configuration', 'host', undefined, undefined],
    ['host with one [1a.5] [3a.16]', 'host', { subnets: ['subnet-a'] }, /not valid for networkMode host/],
    ['awsvpc without one [2c.7] [3a.16]', 'awsvpc', undefined, /must be provided/],
    [
      'awsvpc with subnets',
      'awsvpc',
      { subnets: ['subnet-a', 'subnet-b'], securityGroups: ['sg-1'] },
      undefined,
    ],
    ['no subnet', 'awsvpc', { subnets: [] }, /^0 subnets/],
    [
      'seventeen subnets [2c.7] [5.15]',
      'awsvpc',
      { subnets: Array.from({ length: 17 }, () => 'subnet-a') },
      /^17 subnets/,
    ],
    [
      'six groups [2c.7] [5.15]',
      'awsvpc',
      { subnets: ['subnet-a'], securityGroups: Array.from({ length: 6 }, () => 'sg-1') },
      /^6 securityGroups/,
    ],
    ['an unknown subnet', 'awsvpc', { subnets: ['subnet-q'] }, /subnet ID 'subnet-q' does not exist/],
    [
      'an unknown group',
      'awsvpc',
      { subnets: ['subnet-a'], securityGroups: ['sg-q'] },
      /'sg-q' does not exist/,
    ],
    [
      'another VPC [2c.7]',
      'awsvpc',
      { subnets: ['subnet-x'] },
      /subnet-x is in vpc-2, the capacity provider in vpc-1/,
    ],
    [
      'a public address [2c.8]',
      'awsvpc',
      { subnets: ['subnet-a'], assignPublicIp: 'ENABLED' },
      /assignPublicIp ENABLED is not/,
    ],
    ['no public address', 'awsvpc', { subnets: ['subnet-a'], assignPublicIp: 'DISABLED' }, undefined],
  ];
  for (const [title, mode, configuration, expected] of cases) {
    it(`${expected === undefined ? 'accepts' : 'refuses'} ${title}`, () => {
      const found = check(mode, configuration);
      if (expected === undefined) expect(found).to.deep.equal([]);
      else expect(found.join()).to.match(expected);
    });
  }
});

describe(checkedTags.name, () => {
  const many = (count: number): Json[] =>
    Array.from({ length: count }, (_, index) => ({ key: `k${index}`, value: '' }));

  it('accepts fifty tags of letters of any script, digits, spaces and AWS punctuation [3a.10]', () => {
    expect(checkedTags(many(50))).to.have.length(50);
    expect(checkedTags([{ key: 'größe_.:/=+-@', value: 'a b' }])).to.have.length(1);
  });

  const refused: [title: string, tags: Json[], expected: RegExp][] = [
    ['fifty-one [3a.10]', many(51), /51 tags/],
    ['a long key', [{ key: 'k'.repeat(129), value: '' }], /129 characters/],
    ['no key', [{ value: 'x' }], /0 characters/],
    ['a long value', [{ key: 'k', value: 'v'.repeat(257) }], /257 characters/],
    ['a bracket', [{ key: 'k', value: '[x]' }], /a character other than/],
    ["AWS's prefix", [{ key: 'AWS:x', value: '' }], /begins with aws:/],
    ['a key twice', [{ key: 'k' }, { key: 'k' }], /given twice/],
  ];
  for (const [title, tags, expected] of refused) {
    it(`refuses ${title}`, () => {
      expect(() => checkedTags(tags)).to.throw(expected);
    });
  }
});

describe(checkedStrategy.name, () => {
  it('refuses weights, bases and names out of bounds, all at once', () => {
    const items = [
      { weight: 1001, base: 1 },
      { capacityProvider: 'b', base: 100_001 },
    ];
    expect(() => checkedStrategy(items)).to.throw(/is missing.*1001.*100001.*only one item may have a base/);
  });

  it('refuses a provider named twice', () => {
    const items = ['a', 'b', 'a'].map((capacityProvider) => ({ capacityProvider, weight: 1 }));
    expect(() => checkedStrategy(items)).to.throw(/'a' is named twice/);
  });

  it('refuses several items that can take no task', () => {
    expect(() => checkedStrategy([{ capacityProvider: 'a' }, { capacityProvider: 'b' }])).to.throw(/above 0/);
  });
});

describe(strategyItem.name, () => {
  const strategy = checkedStrategy([
    { capacityProvider: 'a', weight: 1, base: 2 },
    { capacityProvider: 'b', weight: 3 },
  ]);

  it('fills the base first, then goes by the ratio of the weights', () => {
    const at = (index: number, chance: number): string | undefined =>
      strategyItem(strategy, index, () => chance)?.capacityProvider;
    expect([at(0, 0.9), at(1, 0.9), at(2, 0.2), at(2, 0.3), at(2, 0.99)]).to.deep.equal([
      'a',
      'a',
      'a',
      'b',
      'b',
    ]);
  });
});
