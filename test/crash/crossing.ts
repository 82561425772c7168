/** What of a request tells which call it is. */
export interface RequestFacts {
  /** Of the headers; JSON services name their operation here. */
  readonly target?: string | undefined;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** As far as it is text. */
  readonly body: string;
}

/**
 * The name of a call that leaves the engine, e.g. `ecs:RunTask`, `s3:PUT .command.run`, `s3:PUT lease`. The engine is
 * known by its calls alone, so that nothing of it has to change for being killed.
 */
export function crossingOf({ target, method, path, body }: RequestFacts): string {
  if (target !== undefined) return jsonCall(target, body);
  const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  if (action !== undefined) return `ec2:${action}`;
  const [place = '', query = ''] = path.split('?');
  if (query.includes('list-type=2')) return 's3:LIST';
  // Several objects go with one call.
  if (query === 'delete' || query.startsWith('delete='))
    return `s3:DELETE ${body.includes('.nf-sessions/') ? 'lease' : 'objects'}`;
  if (place.includes('/.nf-sessions/')) return `s3:${method} lease`;
  const [bucket, ...key] = place.split('/').filter((segment) => segment !== '');
  if (bucket === undefined || key.length === 0) return `s3:${method} bucket`;
  return `s3:${method} ${decodeURIComponent(key.at(-1) ?? '')}`;
}

function jsonCall(target: string, body: string): string {
  const operation = target.slice(target.lastIndexOf('.') + 1);
  if (target.startsWith('Logs_')) return `logs:${operation}`;
  // Who polls asks for no tags; who looks for the tasks of an earlier engine knows them by nothing else.
  const tagged = operation === 'DescribeTasks' && body.includes('"TAGS"');
  return `ecs:${operation}${tagged ? ' with tags' : ''}`;
}

/** The name of lines that are added to a history: by the last of their events, e.g. `history:submitted`. */
export function linesOf(text: string): string {
  const events = [...text.matchAll(/"event":"([\w-]+)"/g)].map(([, event]) => event);
  return `history:${events.includes('run-ended') ? 'run-ended' : (events[0] ?? 'unknown')}`;
}
