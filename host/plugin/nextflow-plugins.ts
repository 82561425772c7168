/**
 * Core plugins of Nextflow whose work this engine does itself, with what that is. A configuration that names one is
 * served without it.
 */
export const providedPlugins: ReadonlyMap<string, string> = new Map([
  ['nf-amazon', 'S3 and the AWS settings are'],
  ['nf-wave', 'Wave and Fusion are'],
]);

/** Core plugins of Nextflow that nothing stands in for here. */
export const foreignPlugins: ReadonlySet<string> = new Set([
  ...[
    'nf-azure',
    'nf-cloudcache',
    'nf-codecommit',
    'nf-console',
    'nf-google',
    'nf-k8s',
    'nf-seqera',
    'nf-tower',
  ],
]);
