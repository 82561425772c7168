import { expect } from 'chai';
import {
  parseScenario,
  readAct,
  readRules,
  readScenario,
} from '../../../../local/faults/scenario/read-scenario.js';
import { ScenarioError } from '../../../../local/faults/scenario/scenario-error.js';
import { type ScenarioGround } from '../../../../local/faults/scenario/scenario.js';

const ground: ScenarioGround = {
  services: ['ecs', 'ec2', 'logs', 's3'],
  virtualTime: true,
  simulatedTasks: true,
};

function problems(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems;
    throw error;
  }
  return [];
}
const wrong = (value: unknown, on = ground): readonly string[] => problems(() => readScenario(value, on));

describe(readScenario.name, () => {
  it('reads every section, lengths of time as milliseconds', () => {
    const scenario = readScenario(
      {
        seed: 7,
        calls: [{ service: 'e?s', from: '1s', to: '1.5m', effect: { kind: 'latency', ms: ['10ms', 20] } }],
        images: [{ image: '*', fails: 'network', times: 1 }],
        tasks: [{ match: { tags: { a: 'b' } }, effect: { kind: 'missing', for: '1d' } }],
        events: [{ at: '1h', do: 'vcpu-quota', of: 'SPOT', vCpus: null }],
        simulated: [{ match: { command: '*' }, durationMs: [1, 2], output: ['a'] }],
      },
      ground,
    );
    expect(scenario).to.deep.equal({
      seed: '7',
      calls: [{ service: 'e?s', from: 1000, to: 90_000, effect: { kind: 'latency', ms: [10, 20] } }],
      images: [{ image: '*', fails: 'network', times: 1 }],
      tasks: [{ match: { tags: { a: 'b' } }, effect: { kind: 'missing', for: 86_400_000 } }],
      events: [{ at: 3_600_000, do: 'vcpu-quota', of: 'SPOT', vCpus: null }],
      simulated: [{ match: { command: '*' }, durationMs: [1, 2], output: ['a'] }],
    });
    expect(readScenario({}, ground)).to.deep.equal({});
  });

  it('reads what it has read again as the same', () => {
    const once = readScenario(
      { calls: [{ effect: 'reset' }], events: [{ at: '2m', do: 'lose-hosts' }] },
      ground,
    );
    expect(readScenario(once, ground)).to.deep.equal(once);
  });

  it('takes an effect that needs no more by its kind alone', () => {
    expect(readScenario({ calls: [{ effect: 'throttle' }] }, ground).calls?.[0]?.effect).to.deep.equal({
      kind: 'throttle',
    });
    expect(wrong({ calls: [{ effect: 'latency' }] })[0]).to.contain('calls[0].effect.ms is missing');
  });

  it('tells every problem at once: path, value, what is allowed, the nearest name', () => {
    expect(
      wrong({
        call: [],
        calls: [
          { servise: 'ecs', effect: 'throtle' },
          { service: 'esc', probability: 2, times: 0, effect: { kind: 'error', status: 200, code: 'a b' } },
        ],
        events: [{ at: 'soon', do: 'reclaim-spots' }],
      }),
    ).to.deep.equal([
      'call is unknown: members are seed, calls, images, tasks, events, simulated; did you mean calls?',
      'calls[0].servise is unknown: members are effect, service, operation, region, after, times, probability, from, to; did you mean service?',
      'calls[0].effect.kind is "throtle": allowed are throttle, server-error, error, expired-credentials, access-denied, reset, latency, lost-answer, cut-answer, garbled-answer, wrong-content-type, slow-body; did you mean throttle?',
      'calls[1].effect.status is 200: a whole number from 400 to 599 is allowed',
      'calls[1].effect.code is "a b": an error code of letters, digits and dots is allowed',
      'calls[1].effect.message is missing: a text of 1 to 1024 characters is allowed',
      'calls[1].service is "esc": allowed are ecs, ec2, logs, s3; did you mean ecs?',
      'calls[1].times is 0: a whole number from 1 to 1000000000 is allowed',
      'calls[1].probability is 2: a number from 0 to 1 is allowed',
      'events[0].do is "reclaim-spots": allowed are reclaim-spot, lose-hosts, impair, drain, drought, vcpu-quota, jump-clock; did you mean reclaim-spot?',
    ]);
  });

  for (const [what, value, problem] of [
    ['no object', [], /^it is \[\]: an object with seed, calls/],
    ['a section that is no list', { calls: {} }, /^calls is \{\}: a list is allowed/],
    [
      'a thousand and one rules',
      { calls: Array(1001).fill({ effect: 'reset' }) },
      /^calls is 1001: a list of at most 1000/,
    ],
    [
      'a time that ends before it begins',
      { calls: [{ from: '2s', to: '1s', effect: 'reset' }] },
      /^calls\[0\]\.to is "1s": a time after/,
    ],
    [
      'a range the wrong way round',
      { calls: [{ effect: { kind: 'latency', ms: [2, 1] } }] },
      /ms is \[2,1\]: the least must come/,
    ],
    ['a range of three', { calls: [{ effect: { kind: 'latency', ms: [1, 2, 3] } }] }, /a list of two/],
    [
      'a time past 24 days',
      { events: [{ at: '25d', do: 'lose-hosts' }] },
      /^events\[0\]\.at is "25d": .*at most 24 days/,
    ],
    ['a negative time', { events: [{ at: -1, do: 'lose-hosts' }] }, /^events\[0\]\.at is -1/],
    [
      'a count that is not whole',
      { events: [{ at: 0, do: 'lose-hosts', count: 1.5 }] },
      /count is 1\.5: a whole number/,
    ],
    [
      'tags that are no texts',
      { tasks: [{ match: { tags: { a: 1 } }, effect: 'missing' }] },
      /^tasks\[0\]\.match\.tags\.a is 1: a text/,
    ],
    [
      'control characters',
      { tasks: [{ match: { family: 'a\nb' }, effect: 'missing' }] },
      /family is "a\\nb": a text/,
    ],
    ['a seed that is neither text nor number', { seed: {} }, /^seed is \{\}/],
    ['a flag that is none', { simulated: [{ outOfMemory: 'yes' }] }, /outOfMemory is "yes": true or false/],
    ['a prototype for a kind', { calls: [{ effect: { kind: 'constructor' } }] }, /kind is "constructor"/],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(wrong(value)).to.have.length(1);
      expect(wrong(value)[0]).to.match(problem);
    });
  }

  it('refuses what the cloud cannot do', () => {
    const value = { events: [{ at: 0, do: 'jump-clock', by: '-30s' }], simulated: [{}] };
    expect(wrong(value)).to.deep.equal([]);
    expect(wrong(value, { ...ground, virtualTime: false, simulatedTasks: false })).to.deep.equal([
      'events[0].do is "jump-clock": it needs a cloud with virtual time',
      'simulated needs a cloud whose tasks are simulated (runtime `simulated`)',
    ]);
  });

  it('tells no more than fifty problems', () => {
    expect(wrong({ calls: Array(200).fill({}) })).to.have.length(50);
  });
});

describe(parseScenario.name, () => {
  it('says why a text is no JSON, and refuses one that is nested without end', () => {
    expect(parseScenario('{"seed":"a"}', ground)).to.deep.equal({ seed: 'a' });
    expect(problems(() => parseScenario('{"seed":', ground))[0]).to.match(/^it is not JSON: /);
    expect(problems(() => parseScenario('['.repeat(100_000), ground))[0]).to.contain('deeper than 32');
  });

  it('says what to do in its message', () => {
    expect(() => parseScenario('{"x":1}', ground)).to.throw(
      ScenarioError,
      'The scenario cannot be used: x is unknown: members are seed, calls, images, tasks, events, simulated. Correct it; docs/local-scenarios.md has the grammar.',
    );
  });
});

describe(readRules.name, () => {
  it('takes rules and nothing else', () => {
    expect(readRules({ images: [{ image: 'a', fails: 'network' }] }, ground).images).to.have.length(1);
    expect(problems(() => readRules({ events: [] }, ground))[0]).to.contain('events is unknown');
  });
});

describe(readAct.name, () => {
  it('takes an event without its time', () => {
    expect(readAct({ do: 'drought', of: { zone: 'us-east-1a' }, for: '1m' }, ground)).to.deep.equal({
      do: 'drought',
      of: { zone: 'us-east-1a' },
      for: 60_000,
    });
    expect(problems(() => readAct({ do: 'lose-hosts', at: 0 }, ground))[0]).to.contain('at is unknown');
  });
});
