import { expect } from 'chai';
import { killPoints } from './kill-points.js';
import { planScenario, type Scenario } from './plan-scenarios.js';

function plan(seed: string, count: number): Scenario[] {
  return Array.from({ length: count }, (_, number) => planScenario(seed, number));
}

describe(planScenario.name, () => {
  it('plans the same for the same seed, and otherwise for another', () => {
    expect(plan('monday', 60)).to.deep.equal(plan('monday', 60));
    expect(plan('monday', 60)).not.to.deep.equal(plan('tuesday', 60));
  });

  it('leaves the first alone and kills in all others', () => {
    const [first, ...others] = plan('monday', 60);
    expect(first?.deaths).to.deep.equal([]);
    expect(others.filter(({ deaths }) => deaths.length === 0)).to.deep.equal([]);
  });

  it('comes by every named point, and by times', () => {
    const deaths = plan('monday', 2 * killPoints.length).flatMap((scenario) => scenario.deaths);
    const planned = new Set(deaths.map(({ at }) => at?.point));
    expect(killPoints.map(({ name }) => name).filter((name) => !planned.has(name))).to.deep.equal([]);
    expect(planned).to.include(undefined);
    expect(killPoints.length).to.be.at.least(20);
  });

  it('names no point that there is not', () => {
    const deaths = plan('monday', 400).flatMap((scenario) => scenario.deaths);
    const names = deaths.flatMap(({ at, interrupted }) => [at, interrupted].map((passing) => passing?.point));
    const known = new Set<string | undefined>([undefined, ...killPoints.map(({ name }) => name)]);
    expect(names.filter((name) => !known.has(name))).to.deep.equal([]);
  });

  it('lets a run end by Ctrl-C where tasks have no place yet, early in every campaign', () => {
    const alone = plan('monday', 30).filter(({ deaths }) =>
      deaths.some(
        ({ at, afterMs, interrupted }) =>
          interrupted !== undefined && at === undefined && afterMs === undefined,
      ),
    );
    expect(alone.map(({ cloud, resumeBy }) => [cloud, resumeBy.length])).to.deep.equal(
      alone.map(() => ['narrow', 1]),
    );
    expect(alone).to.have.length(2);
  });

  it('lets only a resumed run die where only resumed ones pass, and recorded numbers on the crowded cloud', () => {
    for (const { deaths, cloud } of plan('monday', 200)) {
      const points = deaths.map(({ at }) => killPoints.find(({ name }) => name === at?.point));
      expect(points[0]?.of).not.to.equal('resumed');
      if (points.some((point) => point?.crowded)) expect(cloud).to.equal('crowded');
    }
  });
});
