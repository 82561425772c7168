import { TIMED_OUT } from './network-words.js';
import { startFailed, type Rule, type RuleFamily } from './rule.js';

/** Disks and volumes of a task that never started. */
export const storage: RuleFamily = {
  title: 'Disks and volumes',
  rules: [
    {
      name: 'volume role not assumed',
      sign: '`unable to assume the configured ECS Infrastructure Role`',
      fact: 'DG troubleshoot-ebs-volumes-scenarios; facts §1c, roleArn',
      when: startFailed(/ECS Infrastructure Role/i),
      then: {
        kind: 'failed-to-start',
        code: 'ROLE_NOT_ASSUMED',
        reason: 'ECS could not use the role that makes volumes',
        advice:
          'Let ecs.amazonaws.com assume the role in aws.ecs.volumeRole, give it AmazonECSInfrastructureRolePolicyForVolumes, and allow yourself iam:PassRole on it.',
        retry: 'never',
      },
    },
    {
      name: 'volume was late',
      sign: '`EBS`, `EFS` or `EphemeralStorage` with `timed out`, `timeout`',
      fact: 'DG troubleshoot-ebs-volumes-scenarios, timed out; facts/peers.md §1.5',
      when: ofVolume(TIMED_OUT),
      then: {
        kind: 'failed-to-start',
        code: 'VOLUME_FAILED',
        reason: 'A volume of the task was not ready in time',
        advice: 'Run again. Where it comes often, look at the quotas and the events of EBS in your account.',
        retry: 'disturbances',
      },
    },
    {
      name: 'volume failed',
      sign: '`EBS volume`, `EFS`, `CannotCreateVolumeError`, `error mounting`',
      fact: 'facts §1c, bind mounts; §4, CannotCreateVolumeError; DG troubleshoot-ebs-volumes-scenarios',
      when: ofVolume(
        /EBS|EFS|CannotCreateVolume|error mounting|invalid mount|bind source path|creating empty volume/,
      ),
      then: {
        kind: 'failed-to-start',
        code: 'VOLUME_FAILED',
        reason: 'A volume of the task could not be made or mounted',
        advice:
          'Check disk (type, iops, throughput, encryption key), aws.ecs.volumeRole, and paths of containerOptions: instances can only be written below /var and /tmp.',
        retry: 'never',
      },
    },
    {
      name: 'no disk for the container',
      sign: 'never started: `no space left on device`, `no free data blocks`',
      fact: 'facts §1c, one volume for images and tasks; DG stopped-task-error-codes, CannotCreateContainerError',
      when: startFailed(/no space left on device|no free data blocks/i),
      then: {
        kind: 'failed-to-start',
        code: 'DISK_FULL',
        reason: 'The instance has no disk space left for the container',
        advice:
          "Raise storageSizeGiB of the capacity provider, or ask for a volume of the task's own by disk and aws.ecs.volumeRole.",
        retry: 'counted',
      },
    },
  ],
};

function ofVolume(words: RegExp): Rule['when'] {
  const volume = startFailed(
    /EBS|EFS|EphemeralStorage|CannotCreateVolume|error mounting|invalid mount|bind source path|creating empty volume/,
  );
  const matches = startFailed(words);
  return (end) => volume(end) && matches(end);
}
