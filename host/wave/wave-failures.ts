import { type ExecutorError, PreconditionError, printable, redact } from '../../spi/index.js';
import { formatDuration } from '../config/units.js';
import type { HttpAnswer } from './http.js';
import type { StatusAnswer } from './wave-answers.js';
import type { ImageWish } from './wave-request.js';

/** What a request is for, in the words of its errors. */
export interface Errand {
  /** e.g. `get the image ubuntu:latest from Wave`, for "Cannot get …". */
  readonly deed: string;
  readonly url: string;
  /** The setting that says where the service is. */
  readonly setting: string;
  /** What to do where the service refuses the request. */
  readonly advice: string;
  /** Taken out of whatever the service says. */
  readonly secret?: string;
}

const MOST_SHOWN = 500;

/** No answer came, or one that says that the service is ill. */
export function unreachable(errand: Errand, why: string, cause?: unknown): ExecutorError {
  return new PreconditionError(
    `Cannot ${errand.deed}: ${originOf(errand.url)} ${why}. Check the network and ${errand.setting}, and run again.`,
    { code: 'WAVE_UNREACHABLE', recoverable: true, ...(cause === undefined ? {} : { cause }) },
  );
}

/** The error of an answer that is no success and is not to be tried again. */
export function refusal(errand: Errand, answer: HttpAnswer): ExecutorError {
  const { status } = answer;
  if (status === 401 || status === 403) return unauthorized(errand, answer);
  if (status === 429) return limited(errand, answer);
  if (status >= 500) return unreachable(errand, `answered ${status}${saidIn(errand, answer)}`);
  return new PreconditionError(
    `Cannot ${errand.deed}: ${originOf(errand.url)} answered ${status}${saidIn(errand, answer)}. ${errand.advice}`,
    { code: 'WAVE_REFUSED' },
  );
}

function unauthorized(errand: Errand, answer: HttpAnswer): ExecutorError {
  const advice =
    errand.secret === undefined
      ? 'Set TOWER_ACCESS_TOKEN (or tower.accessToken) to a token of Seqera Platform'
      : 'Renew TOWER_ACCESS_TOKEN (or tower.accessToken), and check tower.workspaceId and tower.endpoint';
  return new PreconditionError(
    `Cannot ${errand.deed}: ${originOf(errand.url)} does not take the access token (${answer.status}${saidIn(errand, answer)}). ` +
      `${advice}.`,
    { code: 'WAVE_UNAUTHORIZED' },
  );
}

function limited(errand: Errand, answer: HttpAnswer): ExecutorError {
  const advice =
    errand.secret === undefined
      ? 'Set TOWER_ACCESS_TOKEN, with which Wave allows more; or set wave.freeze, or fusion.preinstalled'
      : 'Wait, or set wave.freeze, or fusion.preinstalled';
  const wait =
    answer.retryAfter === undefined ? '' : `, to be asked again after ${answer.retryAfter} (Retry-After)`;
  return new PreconditionError(
    `Cannot ${errand.deed}: too many requests for ${originOf(errand.url)}${saidIn(errand, answer)}${printable(wait)}. ${advice}.`,
    { code: 'WAVE_LIMITED', recoverable: true },
  );
}

/** An answer that is a success and not what the service is known to say. */
export function unexpected(errand: Errand, fault: string): ExecutorError {
  return new PreconditionError(
    `Cannot ${errand.deed}: ${originOf(errand.url)} answered something else than Wave does (${fault}). Check ${errand.setting}.`,
    { code: 'WAVE_ANSWER_INVALID' },
  );
}

/** What others say, on one line and without credentials. */
export function wordsOf(text: string, secret?: string): string {
  const plain = secret === undefined ? text : text.replaceAll(secret, '***');
  return printable(redact(plain).replaceAll(/\s+/g, ' ').trim().slice(0, MOST_SHOWN));
}

/** The service's own message, where its answer holds one. */
function saidIn({ secret }: Errand, { text }: HttpAnswer): string {
  const message = wordsOf(messageIn(text), secret).replace(/\.$/, '');
  return message === '' ? '' : `: ${message}`;
}

function messageIn(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'message' in body) return String(body.message);
  } catch {
    // A proxy's page: its tags would hide what it says.
  }
  return text.replaceAll(/<[^>]*>/g, ' ');
}

/** Scheme and host: a path may carry what is nobody's business. */
function originOf(url: string): string {
  return new URL(url).origin;
}

/** The address answers, but not with the description of a layer. */
export function notALayer(url: string, fault: string): ExecutorError {
  return new PreconditionError(
    `Cannot add Fusion to the images: what ${originOf(url)} answers describes no layer (${fault}). Correct ` +
      'fusion.containerConfigUrl, or leave it out.',
    { code: 'FUSION_LAYER_INVALID' },
  );
}

/** Wave has tried, and there is no image. */
export function buildFailed(
  { image, platform }: ImageWish,
  { reason = 'Wave gives no reason', detailsUri }: StatusAnswer,
  secret: string | undefined,
): ExecutorError {
  return new PreconditionError(
    `Cannot use the image ${image} for ${platform}: Wave's build failed: ${wordsOf(reason, secret).replace(/\.$/, '')}. ` +
      `Mend what the build says${readMore(detailsUri)}, then run again: Wave builds anew.`,
    { code: 'WAVE_BUILD_FAILED' },
  );
}

/** The build goes on, but nobody waits for it any longer. */
export function buildTooSlow(
  { image, platform }: ImageWish,
  { detailsUri }: StatusAnswer,
  patience: number,
): ExecutorError {
  return new PreconditionError(
    `Cannot use the image ${image} for ${platform}: Wave's build takes longer than ${formatDuration(patience)}. Look at it` +
      `${readMore(detailsUri)}, and run again once it is done, or raise wave.build.maxDuration.`,
    { code: 'WAVE_BUILD_TIMEOUT', recoverable: true },
  );
}

function readMore(uri: string | undefined): string {
  return uri === undefined ? '' : ` (${wordsOf(uri)})`;
}
