import * as sdk from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { unservedOperations } from '../../../local/ecs/unserved-operations.js';
import { EcsFixture } from './ecs-fixture.js';

/** Every operation the SDK has a command for. */
const known = Object.keys(sdk)
  .filter((name) => /^[A-Z].*Command$/.test(name))
  .map((name) => name.slice(0, -'Command'.length))
  .sort();

describe('operations of ECS', () => {
  it('are each either served or refused by name', async () => {
    const fixture = new EcsFixture({ throttle: 'off' });
    expect(known.length).to.be.at.least(80);
    const answers = new Map<string, string>();
    for (const operation of known) {
      const { __type: type = '', message } = await fixture.call(operation);
      if (type === 'UnknownOperationException') answers.set(operation, message);
    }
    expect([...answers.keys()].sort()).to.deep.equal([...unservedOperations].sort());
    for (const [operation, message] of answers) {
      expect(message).to.match(new RegExp(`^${operation}: AWS has this operation`));
    }
    await fixture.ecs.close();
  });
});
