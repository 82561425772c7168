import { expect } from 'chai';
import { access, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { listedCodes, sectionOf } from '../../cli/problems/error-page.js';
import { textFaults } from './grammar.js';
import { packageRoot } from './place.js';

const path = `${packageRoot}docs/errors.md`;

/** The anchor that a Markdown page gives a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

/** What is wrong with one section: after the heading it says the cause, then the mend, each in paragraphs of its own. */
function sectionFaults(section: string): string[] {
  const [, ...paragraphs] = section.split('\n\n');
  const mend = paragraphs.findIndex((paragraph) => paragraph.startsWith('**Mend:** '));
  const prose = section.replaceAll(/`[^`]*`/g, "''");
  return [
    ...(mend === 0 || paragraphs.length === 0 ? ['has no cause'] : []),
    ...(mend < 0 ? ['has no mend'] : []),
    ...(mend < paragraphs.length - 1 ? ['goes on behind its mend'] : []),
    ...paragraphs.filter((paragraph) => !/[.)]$/.test(paragraph)).map(() => 'has a paragraph without an end'),
    ...textFaults(prose.replaceAll(/\n+/g, ' ')).filter((fault) => !fault.includes('words')),
  ];
}

describe('docs/errors.md', () => {
  let page: string;
  before(async () => (page = await readFile(path, 'utf8')));

  it('gives every code a cause and a mend', () => {
    const faults = listedCodes(page).flatMap((code) =>
      sectionFaults(sectionOf(page, code) ?? '').map((fault) => `${code} ${fault}`),
    );
    expect(faults).to.deep.equal([]);
  });

  it('tells a section without cause or mend from one that has both', () => {
    expect(sectionFaults('### `A`\n\nWhy.\n\n**Mend:** Do.')).to.deep.equal([]);
    expect(sectionFaults('### `A`\n\n**Mend:** Do.')).to.deep.equal(['has no cause']);
    expect(sectionFaults('### `A`\n\nWhy.')).to.include('has no mend');
    expect(sectionFaults('### `A`\n\nWhy.\n\n**Mend:** Do.\n\nMore.')).to.deep.equal([
      'goes on behind its mend',
    ]);
  });

  it('links to pages and headings that exist', async () => {
    const headings = new Set([...page.matchAll(/^#+ (.+)$/gm)].map((match) => anchorOf(match[1] ?? '')));
    const links = [...page.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
    expect(links).not.to.have.length(0);
    for (const link of links) {
      if (link.startsWith('#')) expect(headings.has(link.slice(1)), link).to.equal(true);
      else await access(resolve(dirname(path), link.replace(/#.*$/, '')));
    }
  });

  it('shows a policy that is JSON', () => {
    const [, policy = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    expect(() => JSON.parse(policy) as unknown).not.to.throw();
  });
});
