/**
 * The image a Dockerfile begins from, where it adds no file to it: then that image can stand for the one that would
 * be built. `undefined` where something is run or copied, or where the file has several stages or arguments.
 */
export function bareBase(dockerfile: string): string | undefined {
  const lines = dockerfile
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const words = lines.map((line) => line.split(/\s+/));
  const from = words.filter(([instruction]) => instruction?.toUpperCase() === 'FROM');
  const harmless = words.every(([instruction]) => /^(FROM|LABEL|MAINTAINER)$/i.test(instruction ?? ''));
  const image = from[0]?.filter((word) => !word.startsWith('--'))[1];
  return harmless && from.length === 1 && image !== undefined && !image.includes('$') ? image : undefined;
}
