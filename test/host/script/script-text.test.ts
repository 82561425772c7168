import { expect } from 'chai';
import { dedentScript } from '../../../host/script/script-text.js';

describe(dedentScript.name, () => {
  const table: [title: string, text: string, expected: string][] = [
    ['takes away the indentation all lines share', '\n    a\n      b\n    c\n    ', 'a\n  b\nc'],
    ['keeps what is not shared', 'a\n    b', 'a\n    b'],
    ['counts a tab as one character', '\ta\n  b', 'a\n b'],
    ['does not count blank lines, and empties them', '\n    a\n \n    b\n', 'a\n\nb'],
    ['takes away blank lines around the text only', '\n\n  a\n\n\n  b\n\n\n', 'a\n\n\nb'],
    ['keeps spaces at the end of lines', '  a  \n  b', 'a  \nb'],
    ['keeps the indentation of a first line that stands deeper', '\n    a\n  b\n', '  a\nb'],
    ['leaves a single line alone', 'a b', 'a b'],
    ['makes nothing of blank text', ' \n\t\n', ''],
  ];
  for (const [title, text, expected] of table) {
    it(title, () => expect(dedentScript(text)).to.equal(expected));
  }
});
