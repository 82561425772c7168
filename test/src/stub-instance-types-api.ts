import sinon from 'sinon';
import type { InstanceTypesApi } from '../../src/aws/instance-types-api.js';
import type { InstanceType } from '../../src/placement/instance-type.js';

/** An EC2 that has these types, whatever it is asked for. */
export function stubInstanceTypesApi(types: readonly InstanceType[] = []): {
  matching: sinon.SinonStub<[readonly string[]], ReturnType<InstanceTypesApi['matching']>>;
} {
  return {
    matching: sinon.stub<[readonly string[]], ReturnType<InstanceTypesApi['matching']>>().resolves(types),
  };
}
