import { expect } from 'chai';
import fc from 'fast-check';
import { AwsError } from '../../../local/http/aws-error.js';
import { parseXml, renderXml } from '../../../local/http/xml.js';

describe(renderXml.name, () => {
  it('repeats an element for a list and leaves undefined out', () => {
    const document = renderXml('R', { A: [1, 2], B: undefined, C: { D: true } }, 'urn:x');
    expect(document).to.equal(
      '<?xml version="1.0" encoding="UTF-8"?>\n<R xmlns="urn:x"><A>1</A><A>2</A><C><D>true</D></C></R>',
    );
  });
});

describe(parseXml.name, () => {
  it('gives back any text that was rendered, control characters too', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(fc.oneof(text, fc.constantFrom('\r', 'a\nb', '\u0001', ' x ', '&#65;', ']]>')), (value) => {
        expect(parseXml(renderXml('R', { K: value }))).to.deep.equal({ R: { K: value } });
      }),
    );
  });

  it('makes a list of one where told', () => {
    expect(parseXml('<R><A>1</A></R>', ['A'])).to.deep.equal({ R: { A: ['1'] } });
  });

  for (const document of ['<R><A>1</A>', '<R><A>1', 'text', '<!DOCTYPE R><R></R>']) {
    it(`refuses ${document}`, () => {
      expect(() => parseXml(document))
        .to.throw(AwsError)
        .with.property('code', 'MalformedXML');
    });
  }
});
