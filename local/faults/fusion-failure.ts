import type { FusionFailureKind } from './task-rule.js';

/** What a container prints and how it exits where Fusion cannot serve the command. */
export interface FusionFailure {
  readonly output: readonly string[];
  /** 0 to 255. */
  readonly exitCode: number;
}

/**
 * Fusion's words for a work dir it cannot serve. Those of a denied bucket and of a mount that never comes are in
 * nextflow-io/nextflow issue 4868; bash then finds no script. 174 is Fusion's own status for a failed write or read
 * (docs.seqera.io/fusion, troubleshooting).
 */
export const fusionFailures: Readonly<Record<FusionFailureKind, FusionFailure>> = {
  's3-denied': {
    output: [
      'WRN using anonymous credentials to connect S3 region=us-east-1',
      'INF Not mounting S3 data store - operation error S3: PutObject, https response error StatusCode: 403, RequestID: 0000000000000000, HostID: local, api error AccessDenied: Access Denied',
      `ERR no datastore error="unknown schema 's3' data store"`,
      'bash: .command.run: No such file or directory',
    ],
    exitCode: 127,
  },
  mount: {
    output: [
      "fusermount: fuse device not found, try 'modprobe fuse' first",
      'WRN timeout waiting for FUSE mount',
      'bash: .command.run: No such file or directory',
    ],
    exitCode: 127,
  },
  io: {
    output: [
      'ERR writing to data store error="operation error S3: UploadPart, https response error StatusCode: 500"',
      'cannot write: Input/output error',
    ],
    exitCode: 174,
  },
};
