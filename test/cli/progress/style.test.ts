import { expect } from 'chai';
import { wantsColour, wantsLive } from '../../../cli/progress/style.js';
import { FakeContext } from '../fake-context.js';

const terminal = (env: Record<string, string> = {}): FakeContext => new FakeContext(env, '/', true);

describe(wantsColour.name, () => {
  it('is for terminals without NO_COLOR', () => {
    expect(wantsColour(terminal())).to.equal(true);
    expect(wantsColour(terminal({ NO_COLOR: '' }))).to.equal(true);
    expect(wantsColour(terminal({ NO_COLOR: '1' }))).to.equal(false);
    expect(wantsColour(new FakeContext())).to.equal(false);
  });
});

describe(wantsLive.name, () => {
  it('follows the option, then NXF_ANSI_LOG, then the terminal', () => {
    expect(wantsLive(terminal(), undefined)).to.equal(true);
    expect(wantsLive(terminal(), false)).to.equal(false);
    expect(wantsLive(terminal({ NXF_ANSI_LOG: 'false' }), undefined)).to.equal(false);
    expect(wantsLive(terminal({ NXF_ANSI_LOG: 'false' }), true)).to.equal(true);
    expect(wantsLive(terminal({ TERM: 'dumb' }), undefined)).to.equal(false);
    expect(wantsLive(new FakeContext(), undefined)).to.equal(false);
    expect(wantsLive(new FakeContext({ NXF_ANSI_LOG: 'true' }), undefined)).to.equal(true);
  });
});
