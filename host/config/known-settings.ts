/** What a setting's value must be. */
export type SettingType = 'string' | 'boolean' | 'count' | 'duration' | 'http-url';

/** One setting this engine serves. The table is what checking, lookup and the documentation go by. */
export interface KnownSetting {
  /** Dotted path; `$executor` stands for the name of any executor after a dollar sign. */
  readonly path: string;
  readonly type: SettingType;
  readonly help: string;
  /** The value never appears in a message. */
  readonly secret?: true;
}

/** The settings the engine itself serves, in the order of the documentation. `process.*` are the directives. */
export const knownSettings: readonly KnownSetting[] = [
  {
    path: 'workDir',
    type: 'string',
    help: 'URI of the work folder, as -work-dir gives it, e.g. s3://my-bucket/work.',
  },
  { path: 'aws.region', type: 'string', help: 'AWS region, e.g. us-east-1.' },
  { path: 'aws.profile', type: 'string', help: 'Name of a profile in the AWS credentials files.' },
  { path: 'aws.accessKey', type: 'string', help: 'Access key id; goes with aws.secretKey.', secret: true },
  {
    path: 'aws.secretKey',
    type: 'string',
    help: 'Secret access key; goes with aws.accessKey.',
    secret: true,
  },
  {
    path: 'aws.client.endpoint',
    type: 'http-url',
    help: 'Address of the S3 service, with http:// or https://.',
  },
  {
    path: 'aws.client.s3PathStyleAccess',
    type: 'boolean',
    help: 'Whether S3 addresses carry the bucket in their path, as S3-compatible storage needs it. Default false.',
  },
  { path: 'executor.name', type: 'string', help: 'Executor of processes that name none.' },
  {
    path: 'executor.queueSize',
    type: 'count',
    help: 'Tasks an executor handles at the same time, 1 or more.',
  },
  {
    path: 'executor.pollInterval',
    type: 'duration',
    help: "Time between two looks at running tasks, e.g. '5 sec'.",
  },
  { path: 'executor.$executor.queueSize', type: 'count', help: 'As executor.queueSize, for one executor.' },
  {
    path: 'executor.$executor.pollInterval',
    type: 'duration',
    help: 'As executor.pollInterval, for one executor.',
  },
  { path: 'wave.enabled', type: 'boolean', help: 'Whether Wave provides the containers. Default false.' },
  {
    path: 'fusion.enabled',
    type: 'boolean',
    help: 'Whether tasks see the work folder through Fusion. Default false.',
  },
  {
    path: 'fusion.privileged',
    type: 'boolean',
    help: 'Whether the container runs privileged for Fusion, else with the one capability it needs. Default true.',
  },
];

const ANY_EXECUTOR = '$executor';

const settingsByPath: ReadonlyMap<string, KnownSetting> = new Map(
  knownSettings.map((setting) => [setting.path, setting]),
);

/** The setting at a path as the table writes it; see `knownPath`. */
export function findSetting(known: string): KnownSetting | undefined {
  return settingsByPath.get(known);
}

/** The path of `name` in a scope as the table writes it, where executors' names are not known. */
export function knownPath(scope: string, name: string): string {
  if (scope === '') return name;
  return `${scope}.${scope === 'executor' && /^\$./.test(name) ? ANY_EXECUTOR : name}`;
}

/** Whether a scope lies in, is, or holds something that the engine itself serves or reads. */
export function isEngineScope(scope: string): boolean {
  return ['process', ...settingsByPath.keys()].some(
    (path) => path === scope || path.startsWith(`${scope}.`) || scope.startsWith(`${path}.`),
  );
}

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
  ...[
    'docker',
    'dumpHashes',
    'env',
    'filePorter',
    'google',
    'k8s',
    'lineage',
    'mail',
    'manifest',
    'nextflow',
  ],
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
    ...['queueStatInterval', 'retry', 'submit', 'submitRateLimit'],
  ]);
}
