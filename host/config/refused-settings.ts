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
  ...[
    'resume',
    'sarus',
    'seqera',
    'shifter',
    'singularity',
    'smolvm',
    'spack',
    'stubRun',
    'timeline',
    'tower',
  ],
  ...['trace', 'weblog', 'workflow'],
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
      ...['build', 'bundleProjectResources', 'cacheRepository', 'containerConfigUrl', 'endpoint', 'freeze'],
      ...['httpClient', 'mirror', 'report', 'retryPolicy', 'scan', 'strategy', 'tokensCache', 'tokens'],
    ]),
  ],
  [
    'fusion',
    new Set([
      ...['cacheSize', 'containerConfigUrl', 'exportAwsAccessKeys', 'exportStorageCredentials', 'logLevel'],
      ...['logOutput', 'snapshots', 'tags', 'tagsEnabled', 'tagsPattern'],
    ]),
  ],
]);

function otherExecutorSettings(): ReadonlySet<string> {
  return new Set([
    ...['account', 'cpus', 'dumpInterval', 'exitReadTimeout', 'jobName', 'killBatchSize', 'memory'],
    ...['onlyJobState', 'perCpuMemAllocation', 'perJobMemLimit', 'perTaskReserve', 'queueGlobalStatus'],
    ...['queueStatInterval', 'retry', 'submit'],
  ]);
}
