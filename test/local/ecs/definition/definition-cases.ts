import { expect } from 'chai';
import { definitionProblems } from '../../../../local/ecs/definition/definition-rules.js';
import { definitionShape } from '../../../../local/ecs/definition/definition-shape.js';
import { container, definition, type Json } from '../ecs-fixture.js';

export interface ValidCase {
  readonly name: string;
  /** Changes to a definition that is valid. */
  readonly given: Json;
}

export interface InvalidCase extends ValidCase {
  /** What the one problem says. */
  readonly expected: RegExp;
}

/** What RegisterTaskDefinition has against the usual definition with changes. */
export const problems = (changes: Json): string[] =>
  definitionProblems(definitionShape(JSON.parse(JSON.stringify(definition(changes))), ''));

/** Changes that give the definition these containers instead of its own. */
export const containers = (...changes: readonly Json[]): Json => ({
  containerDefinitions: changes.map((change) => container(change)),
});

export const awslogs = (options: Json = {}): Json => ({
  logConfiguration: {
    logDriver: 'awslogs',
    options: {
      'awslogs-group': 'g',
      'awslogs-region': 'us-east-1',
      'awslogs-stream-prefix': 'nf',
      ...options,
    },
  },
});

export const linux = (linuxParameters: Json): Json => containers({ linuxParameters });

/** One test a case: exactly one problem, of which the path and the value are part. */
export function itRefuses(cases: readonly InvalidCase[]): void {
  for (const { name, given, expected } of cases) {
    it(`refuses ${name}`, () => {
      const [first, ...rest] = problems(given);
      expect(first).to.match(expected);
      expect(rest).to.deep.equal([]);
    });
  }
}

export function itAccepts(cases: readonly ValidCase[]): void {
  for (const { name, given } of cases) {
    it(`accepts ${name}`, () => {
      expect(problems(given)).to.deep.equal([]);
    });
  }
}
