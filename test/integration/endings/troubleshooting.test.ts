import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Scenario } from '../../../local/index.js';
import { type EndingRig, useRig } from './ending-rig.js';
import { LeapingClock } from './leaping-clock.js';

/** From dist/test/integration/endings. */
const docs = new URL('../../../../docs/', import.meta.url);
const page = await readFile(new URL('troubleshooting.md', docs), 'utf8');

/** A misfortune of the page. */
interface Section {
  readonly title: string;
  readonly scenario: Scenario;
  /** Lines of configuration. */
  readonly settings: readonly string[];
  /** Texts that a run says. */
  readonly said: readonly string[];
}

function linesOf(text: string, language: string): string[] {
  const blocks = [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))];
  return blocks.flatMap(([, block = '']) => block.trimEnd().split('\n'));
}

const sections: readonly Section[] = page
  .split(/^## /m)
  .slice(1)
  .flatMap((text) => {
    const json = linesOf(text, 'json').join('\n');
    if (json === '') return [];
    const title = text.split('\n', 1)[0] ?? '';
    const scenario = JSON.parse(json) as Scenario;
    return [{ title, scenario, settings: linesOf(text, 'groovy'), said: linesOf(text, 'text') }];
  });

describe('docs/troubleshooting.md', function () {
  this.timeout(30_000);
  const clock = new LeapingClock();
  let rig: EndingRig;
  useRig((opened) => (rig = opened), { runtime: 'simulated', clock });

  it("has every row of the quickstart's common issues", () => {
    expect(sections.map(({ title }) => title)).to.deep.equal([
      'Task stuck in PROVISIONING',
      'Task fails to start: the image cannot be pulled',
      'Network timeout',
      'Permission denied (S3)',
    ]);
  });

  for (const { title, scenario, settings, said } of sections) {
    it(`shows what a run says, and what to do: ${title}`, async () => {
      rig.cloud.control.load(scenario);
      const run = rig.start([{ name: 'HELLO' }], settings);
      // Pauses between attempts, where there are any, are not waited for.
      const hurry = setInterval(() => clock.leap(10_000), 300);
      const end = await run.end.finally(() => clearInterval(hurry));
      expect(end.code, end.said).to.equal(1);
      for (const text of said) expect(end.said).to.contain(text);
      expect(await rig.left()).to.deep.equal([]);
    });
  }

  it('names codes that docs/errors.md explains', async () => {
    const errors = await readFile(new URL('errors.md', docs), 'utf8');
    const codes = [...page.matchAll(/[`[]([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)[`\]]/g)].map(
      ([, code = '']) => code,
    );
    expect(codes.length).to.be.above(12);
    for (const code of codes) expect(errors, code).to.contain(`\`${code}\``);
  });
});
