import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The repository, from dist/test/cli/documents. */
export const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** A request of curl, as the page writes it. */
export interface CurlRequest {
  readonly method: string;
  /** After `$cloud`. */
  readonly target: string;
  readonly body?: string;
}

export function localPage(): Promise<string> {
  return readFile(`${root}docs/local.md`, 'utf8');
}

/** The code blocks of a language, in order. */
export function blocks(page: string, language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(
    ([, text]) => text ?? '',
  );
}

/** Every `curl` of the page. @throws Error where one is not of the form the page has. */
export function curlRequests(page: string): readonly CurlRequest[] {
  const lines = blocks(page, 'sh').flatMap((block) =>
    block.split('\n').filter((line) => line.startsWith('curl ')),
  );
  return lines.map((line) => {
    const match = /^curl (?:-X (POST|DELETE) )?(?:"\$cloud(\/[^"]+)"|\$cloud(\/\S+))(?: -d '([^']+)')?$/.exec(
      line,
    );
    if (match === null) throw new Error(`what does this ask for? ${line}`);
    const [, method = 'GET', quoted, bare, body] = match;
    return { method, target: quoted ?? bare ?? '', ...(body === undefined ? {} : { body }) };
  });
}
