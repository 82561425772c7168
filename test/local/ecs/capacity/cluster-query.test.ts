import { expect } from 'chai';
import fc from 'fast-check';
import { constraintProblems } from '../../../../local/ecs/capacity/placement-constraints.js';
import { parseClusterQuery } from '../../../../local/ecs/capacity/query/cluster-query.js';
import { QueryError } from '../../../../local/ecs/capacity/query/query-error.js';
import { type QueryTarget } from '../../../../local/ecs/capacity/query/query-target.js';

const attributes: Readonly<Record<string, string>> = {
  'ecs.instance-type': 'g5.xlarge',
  'ecs.availability-zone': 'us-east-1a',
  'ecs.cpu-architecture': 'x86_64',
};
const target: QueryTarget = {
  attribute: (name) => attributes[name],
  ec2InstanceId: 'i-abcd1234',
  agentConnected: true,
  runningTasksCount: 3,
  registeredAt: Date.UTC(2018, 5, 18, 12),
  groups: new Set(['service:production', 'family:nf']),
};
const holds = (expression: string): boolean => parseClusterQuery(expression).matches(target);

describe(parseClusterQuery.name, () => {
  const cases: [expression: string, expected: boolean][] = [
    ['attribute:ecs.instance-type == g5.xlarge', true],
    ['attribute:ecs.instance-type equals g5.large', false],
    ['attribute:ecs.instance-type != g5.large', true],
    ['attribute:ecs.instance-type not_equals g5.xlarge', false],
    ['attribute:ecs.instance-type =~ g5.*', true],
    ['attribute:ecs.instance-type=~g5.*', true],
    // The whole value has to match, and the dot is any character.
    ['attribute:ecs.instance-type =~ g5', false],
    ['attribute:ecs.instance-type matches g5.x?l[a-z]+', true],
    ["attribute:ecs.instance-type =~ '(g4dn|g5)\\..*'", true],
    ['attribute:ecs.instance-type =~ g4.*|g5.*', true],
    ['attribute:ecs.instance-type !~ g5.*', false],
    ['attribute:ecs.instance-type not_matches c.*', true],
    ['attribute:ecs.availability-zone in [us-east-1a, us-east-1b]', true],
    ['attribute:ecs.availability-zone !in [us-east-1a,us-east-1b]', false],
    ['attribute:ecs.availability-zone not_in ["us-east-1c"]', true],
    ['attribute:ecs.subnet-id exists', false],
    ['attribute:ecs.subnet-id !exists', true],
    ['attribute:ecs.cpu-architecture not_exists', false],
    // What is missing equals nothing, so that it differs from everything.
    ['attribute:ecs.subnet-id == subnet-a', false],
    ['attribute:ecs.subnet-id != subnet-a', true],
    ['attribute:ecs.instance-type =~ g5.* and attribute:ecs.availability-zone != us-east-1d', true],
    ['attribute:ecs.instance-type =~ c.* && agentConnected == true', false],
    ['attribute:ecs.instance-type =~ c.* || agentConnected == true', true],
    // `and` binds more tightly than `or`.
    ['agentConnected == true or agentConnected == true and runningTasksCount == 0', true],
    ['(agentConnected == true or agentConnected == true) and runningTasksCount == 0', false],
    ['not(task:group == service:production)', false],
    ['!(task:group == database)', true],
    ['not not task:group == family:nf', true],
    ['task:group != family:nf', false],
    ['runningTasksCount >= 3 and runningTasksCount < 4', true],
    ['runningTasksCount greater_than 3', false],
    ['runningTasksCount <= 2', false],
    ['registeredAt < 2018-06-19', true],
    ['registeredAt > 2018-06-18T13:00:00', false],
    ['registeredAt less_than_equal 2018-06-18T14:00:00+02:00', true],
    ['registeredAt == 2018-06-18T12:00:00Z', true],
    ["ec2InstanceId in ['i-abcd1234', 'i-wxyx7890']", true],
  ];
  for (const [expression, expected] of cases) {
    it(`reads ${expression} [1b.3]`, () => {
      expect(holds(expression)).to.equal(expected);
    });
  }

  const wrong: [expression: string, message: RegExp][] = [
    ['', /expected a subject at character 1, found the end/],
    ['attribute:ecs.instance-type', /expected an operator after 'attribute:ecs.instance-type'/],
    ['attribute:ecs.instance-type ~ g5', /expected an operator .* found '~ g5'/],
    ['attribute:ecs.instance-type ==', /expected a value at character 31, found the end/],
    ['attribute:x == 1 attribute:x == 2', /expected the end at character 18/],
    ['(attribute:x == 1', /expected '\)'/],
    ['attribute:x == 1)', /expected the end/],
    ['attribute:x in a', /expected a list such as \[a, b\]/],
    ['attribute:x in [a b]', /expected ',' or '\]'/],
    ['attribute:x == 1 and', /expected a subject/],
    ['size == 1', /'size' is no subject known here/],
    ['agentVersion < 1.14.5', /'agentVersion' is no subject known here/],
    ['attribute:x > 5', /'attribute:x' cannot be compared with '5' by order/],
    ['registeredAt < yesterday', /'yesterday' is no date/],
    ['attribute:x =~ g5.[', /'g5\.\[' is no regular expression/],
    ["attribute:x =~ '(a+)+b'", /repeats a group/],
    ["attribute:x =~ '(a|aa)*b'", /repeats a group/],
    [`attribute:x == ${'a'.repeat(2000)}`, /it has 2015 characters: at most 2000/],
  ];
  for (const [expression, message] of wrong) {
    it(`refuses ${expression.slice(0, 40) || 'nothing at all'}`, () => {
      expect(() => parseClusterQuery(expression)).to.throw(QueryError, message);
    });
  }

  it('names the subjects it looks at, each once', () => {
    const { subjects } = parseClusterQuery('attribute:a == 1 or (attribute:b exists and attribute:a == 2)');
    expect(subjects).to.deep.equal(['attribute:a', 'attribute:b']);
  });

  it('agrees with the logic it writes, however it is nested', () => {
    interface Made {
      readonly text: string;
      readonly value: boolean;
    }
    const { tree } = fc.letrec<{ tree: Made }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.boolean().map((value) => ({ text: `agentConnected == ${value}`, value })),
        tie('tree').map(({ text, value }) => ({ text: `not (${text})`, value: !value })),
        fc.tuple(tie('tree'), tie('tree'), fc.constantFrom('and', '&&')).map(([one, other, sign]) => ({
          text: `(${one.text}) ${sign} (${other.text})`,
          value: one.value && other.value,
        })),
        fc.tuple(tie('tree'), tie('tree'), fc.constantFrom('or', '||')).map(([one, other, sign]) => ({
          text: `(${one.text}) ${sign} (${other.text})`,
          value: one.value || other.value,
        })),
      ),
    }));
    fc.assert(
      fc.property(tree, ({ text, value }) => {
        fc.pre(text.length <= 2000);
        expect(holds(text), text).to.equal(value);
      }),
    );
  });

  it('reads or refuses any text, and does nothing else', () => {
    const piece = fc.constantFrom(
      'attribute:x',
      '==',
      '=~',
      'in',
      '[',
      ']',
      '(',
      ')',
      'and',
      '!',
      'a',
      "'",
      '|',
      ' ',
      '&&',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((parts) => parts.join(' ')),
        ),
        (text) => {
          try {
            parseClusterQuery(text).matches(target);
          } catch (error) {
            expect(error).to.be.instanceOf(QueryError);
          }
        },
      ),
    );
  });
});

describe(constraintProblems.name, () => {
  it('takes distinctInstance and memberOf on the four attributes of Managed Instances [1b.1] [1b.2]', () => {
    const expressions = [
      'attribute:ecs.subnet-id == subnet-1',
      'attribute:ecs.availability-zone == us-east-1a',
      'attribute:ecs.instance-type =~ g5.*',
      'attribute:ecs.cpu-architecture == arm64',
    ];
    expect(
      constraintProblems([
        { type: 'distinctInstance' },
        ...expressions.map((expression) => ({ type: 'memberOf', expression })),
      ]),
    ).to.deep.equal([]);
  });

  it('refuses every other attribute and subject by name [1b.2]', () => {
    const problems = constraintProblems([
      { type: 'memberOf', expression: 'attribute:stack == prod or runningTasksCount == 0' },
    ]);
    expect(problems).to.have.length(2);
    expect(problems[0]).to.match(
      /looks at 'attribute:stack': on Managed Instances only attribute:ecs\.subnet-id/,
    );
    expect(problems[1]).to.match(/looks at 'runningTasksCount'/);
  });

  it('lists what is wrong with each', () => {
    expect(
      constraintProblems([
        { type: 'spread' },
        { type: 'distinctInstance', expression: '' },
        { type: 'memberOf' },
        { type: 'memberOf', expression: 'attribute:ecs.instance-type =~' },
      ]),
    ).to.deep.equal([
      "placement constraint 'spread' is neither distinctInstance nor memberOf",
      'distinctInstance expression should not be specified.',
      'memberOf expression is missing',
      "Invalid expression 'attribute:ecs.instance-type =~': expected a value at character 31, found the end",
    ]);
  });
});
