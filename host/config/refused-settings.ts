/** Top-level scopes and settings that exist in Nextflow and that this engine does not serve yet. */
export const refusedScopes: ReadonlySet<string> = new Set([
  ...[
    'appleContainer',
    'apptainer',
    'azure',
    'bucketDir',
    'charliecloud',
    'cleanup',
    'cloud',
    'conda',
    'dag',
  ],
  ...['dumpHashes', 'env', 'filePorter', 'google', 'k8s', 'lineage', 'mail', 'manifest', 'nextflow'],
  ...['notification', 'outputDir', 'packages', 'params', 'podman', 'profiles', 'registry', 'report'],
  ...['resume', 'sarus', 'seqera', 'shifter', 'singularity', 'smolvm', 'spack', 'stubRun', 'timeline'],
  ...['weblog', 'workflow'],
]);

/** Settings within the served scopes that exist in Nextflow and that this engine does not serve yet, by scope. */
export const refusedSettings: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['aws', new Set(['batch', 'sessionToken'])],
  [
    'aws.client',
    new Set([
      ...['anonymous', 'connectionTimeout', 'maxConnections', 'maxDownloadHeapMemory', 'maxErrorRetry'],
      ...['minimumPartSize', 'multipartThreshold', 'protocol', 'proxyHost', 'proxyPassword', 'proxyPort'],
      ...[
        'proxyScheme',
        'proxyUsername',
        'requesterPays',
        's3Acl',
        'signerOverride',
        'socketRecvBufferSizeHint',
      ],
      ...[
        'socketSendBufferSizeHint',
        'socketTimeout',
        'storageClass',
        'storageEncryption',
        'storageKmsKeyId',
      ],
      ...[
        'targetThroughputInGbps',
        'uploadChunkSize',
        'uploadMaxAttempts',
        'uploadMaxThreads',
        'uploadRetrySleep',
      ],
      ...['uploadStorageClass', 'userAgent'],
    ]),
  ],
  [
    'docker',
    // How an engine on this machine runs containers: here a backend runs them.
    new Set([
      ...['cpuLimits', 'enabled', 'engineOptions', 'envWhitelist', 'fixOwnership', 'kill', 'legacy'],
      ...['mountFlags', 'remove', 'runOptions', 'sudo', 'temp', 'tty', 'writableInputMounts'],
    ]),
  ],
  ['executor', otherExecutorSettings()],
  // `name` chooses an executor; within the settings of one it would choose nothing.
  ['executor.$executor', new Set([...otherExecutorSettings(), 'name'])],
  [
    'wave',
    new Set([
      ...['bundleProjectResources', 'containerConfigUrl', 'httpClient', 'mirror', 'report', 'scan'],
      ...['strategy', 'tokensCacheMaxDuration'],
    ]),
  ],
  ['wave.build', new Set(['compression', 'conda', 'context', 'spack', 'template'])],
  ['wave.retryPolicy', new Set(['jitter', 'multiplier'])],
  ['tower', new Set(['computeEnvId', 'enabled', 'httpConnectTimeout', 'httpReadTimeout', 'refreshToken'])],
  [
    'fusion',
    new Set(['exportAwsAccessKeys', 'exportStorageCredentials', 'snapshots', 'tagsEnabled', 'tagsPattern']),
  ],
]);

const KEYS_STAY = {
  message: 'is not served: whoever may look at a task would read the keys in its environment',
  fix: 'Leave it out, and give the tasks a role that may use the work folder.',
} as const;

/** What to say of settings that are left out for good. */
export const refusalsForGood: ReadonlyMap<string, { readonly message: string; readonly fix: string }> =
  new Map([
    ['fusion.exportAwsAccessKeys', KEYS_STAY],
    ['fusion.exportStorageCredentials', KEYS_STAY],
  ]);

function otherExecutorSettings(): ReadonlySet<string> {
  return new Set([
    ...['account', 'cpus', 'dumpInterval', 'exitReadTimeout', 'jobName', 'killBatchSize', 'memory'],
    ...['onlyJobState', 'perCpuMemAllocation', 'perJobMemLimit', 'perTaskReserve', 'queueGlobalStatus'],
    ...['queueStatInterval', 'retry', 'submit'],
  ]);
}
