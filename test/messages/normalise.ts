import { tmpdir } from 'node:os';
import { packageRoot } from './place.js';

/** Takes out of a message what differs between machines, runs and versions of Node. */
export function normalise(text: string): string {
  return (
    text
      .replaceAll(new RegExp(`${literal(tmpdir())}/nxf-[a-z]+-[A-Za-z0-9]{6}`, 'g'), '<folder>')
      .replaceAll(packageRoot, '<package>/')
      .replaceAll(/(127\.0\.0\.1:|port )\d{4,5}\b/g, '$1<port>')
      // Node 22 adds the place to JSON's complaint.
      .replaceAll(/ \(line \d+ column \d+\)/g, '')
  );
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
