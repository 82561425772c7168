import { flag, type Members, text } from '../../http/aws-json.js';
import { echoed, integer, known } from './known-members.js';

const efsVolumeConfiguration = {
  fileSystemId: text,
  rootDirectory: text,
  transitEncryption: text,
  transitEncryptionPort: integer,
  authorizationConfig: known({ accessPointId: text, iam: text }),
};
const s3filesVolumeConfiguration = {
  fileSystemArn: text,
  rootDirectory: text,
  transitEncryptionPort: integer,
  accessPointArn: text,
};
const volume = {
  name: text,
  /** Without `sourcePath`: an empty folder of the task's own. */
  host: known({ sourcePath: text }),
  /** Managed Instances refuse it; it is kept for definitions of other launch types. */
  dockerVolumeConfiguration: echoed,
  efsVolumeConfiguration: known(efsVolumeConfiguration),
  s3filesVolumeConfiguration: known(s3filesVolumeConfiguration),
  /** As `dockerVolumeConfiguration`. */
  fsxWindowsFileServerVolumeConfiguration: echoed,
  /** An EBS volume that RunTask's `volumeConfigurations` describes. */
  configuredAtLaunch: flag,
};

export const volumeShape = known(volume);

export type Volume = Members<typeof volume>;
export type EfsVolume = Members<typeof efsVolumeConfiguration>;
export type S3FilesVolume = Members<typeof s3filesVolumeConfiguration>;
