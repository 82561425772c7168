import { expect } from 'chai';
import { sessionEnd } from '../../../src/di/session-end.js';
import { PriceBook } from '../../../src/trace/price-book.js';
import { PriceNotice } from '../../../src/trace/price-notice.js';
import { fakeSession } from '../../support/fake-session.js';
import { awsEcsConfig } from '../aws-builders.js';
import { stubPriceFile } from '../stub-ports.js';

class NoticeRig {
  readonly session = fakeSession();
  readonly end = sessionEnd();
  readonly notice: PriceNotice;

  constructor(priceTable?: string) {
    const config = awsEcsConfig(priceTable === undefined ? {} : { priceTable });
    const prices = new PriceBook(config, stubPriceFile());
    this.notice = new PriceNotice(prices, config, this.session, this.end);
  }

  get warnings(): readonly string[] {
    return this.session.logger.messages('warn');
  }
}

describe(PriceNotice.name, () => {
  it('names the types that gather in half a minute in one warning, each once a session', async () => {
    const rig = new NoticeRig('prices.json');
    for (const type of ['m7x.large', 'c9.xlarge', 'm7x.large']) rig.notice.note(type);
    await rig.session.clock.advance(29_999);
    expect(rig.warnings).to.deep.equal([]);
    await rig.session.clock.advance(1);
    expect(rig.warnings).to.deep.equal([
      'Tasks on c9.xlarge, m7x.large have no cost: the price table prices.json has no price of these types. ' +
        'Add them under types, or their families under families.',
    ]);
    rig.notice.note('c9.xlarge');
    expect(rig.session.clock.timers).to.equal(0);
    rig.notice.note('r9.large');
    await rig.session.clock.advance(30_000);
    expect(rig.warnings.slice(1)).to.have.length(1);
    expect(rig.warnings[1]).to.match(/^Tasks on r9\.large have no cost: /);
    rig.end.abort();
    expect(rig.warnings).to.have.length(2);
  });

  it('waits no longer than the session, and tells at once behind it', () => {
    const rig = new NoticeRig();
    rig.notice.note('m7x.large');
    rig.end.abort();
    expect(rig.session.clock.timers).to.equal(0);
    rig.notice.note('r9.large');
    expect(rig.warnings.map((text) => text.slice(0, 20))).to.deep.equal([
      'Tasks on m7x.large h',
      'Tasks on r9.large ha',
    ]);
  });

  it('names the package where the user has no table of his own', () => {
    const rig = new NoticeRig();
    rig.notice.note('m7x.large');
    rig.end.abort();
    expect(rig.warnings[0]).to.match(
      /the price table of the package \(20[\d-]+\) has no price of these types\. Name a table that has by aws\.ecs\.priceTable\.$/,
    );
  });
});
