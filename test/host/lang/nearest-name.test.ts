import { expect } from 'chai';
import { nearestName } from '../../../host/lang/nearest-name.js';

describe(nearestName.name, () => {
  const known = ['region', 'profile', 'client', 'ecs'];
  const table: [name: string, expected: string | undefined][] = [
    ['regoin', 'region'],
    ['REGION', 'region'],
    ['profiles', 'profile'],
    ['ec', undefined],
    ['ECS', 'ecs'],
    ['ecss', 'ecs'],
    ['completely', undefined],
    ['', undefined],
  ];
  for (const [name, expected] of table) {
    it(`takes '${name}' for ${expected ?? 'nothing'}`, () =>
      expect(nearestName(name, known)).to.equal(expected));
  }
});
