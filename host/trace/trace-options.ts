import type { ConfigMap } from '../../spi/index.js';
import { lookupBoolean, lookupNames, lookupString } from '../config/config-lookup.js';
import { defaultFields, isMeasured } from './nextflow-fields.js';

/** What the user wants of the trace. */
export interface TraceOptions {
  /** Path as it was given; invented at the beginning of the run where absent. */
  readonly file?: string;
  /** Names of the columns in order; the default ones where absent. */
  readonly fields?: readonly string[];
  /** Plain numbers in place of what people read more easily. */
  readonly raw: boolean;
  /** One character. */
  readonly separator: string;
  readonly overwrite: boolean;
}

/** The options by the scope `trace` of the configuration; undefined where no trace is wanted. */
export function traceOptions(config: ConfigMap): TraceOptions | undefined {
  if (!lookupBoolean(config, 'trace.enabled')) return undefined;
  const file = lookupString(config, 'trace.file');
  const fields = lookupNames(config, 'trace.fields');
  return {
    ...(file === undefined ? {} : { file }),
    ...(fields === undefined ? {} : { fields }),
    raw: lookupBoolean(config, 'trace.raw'),
    separator: lookupString(config, 'trace.sep') ?? '\t',
    overwrite: lookupBoolean(config, 'trace.overwrite'),
  };
}

/** Whether the trace has a column that only the tasks themselves can fill. */
export function wantsMetrics(config: ConfigMap): boolean {
  const options = traceOptions(config);
  return options !== undefined && (options.fields ?? defaultFields).some(isMeasured);
}
