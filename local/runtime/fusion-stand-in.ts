/** The path of Fusion's client in an image that holds it (facts/nextflow-contract.md §3.1). */
export const fusionPath = '/usr/bin/fusion';

/** Where Fusion mounts S3 in a container, one folder a bucket (facts/nextflow-contract.md §3). */
export const fusionMount = '/fusion/s3';

/**
 * What runs in Fusion's place: arguments below `/fusion/s3` are mapped to the folder that holds the buckets,
 * then the command takes over this very process, so that signals reach it. Plain sh: macOS has bash 3.2.
 */
export const fusionStandIn = `#!/bin/sh
if [ "$#" -eq 0 ]; then
  echo 'fusion: no command to run' >&2
  exit 2
fi
if [ -z "$NXF_FUSION_MOUNT" ]; then
  echo 'fusion: NXF_FUSION_MOUNT is not set' >&2
  exit 2
fi
left=$#
while [ "$left" -gt 0 ]; do
  case "$1" in
    /fusion/s3) mapped=$NXF_FUSION_MOUNT ;;
    /fusion/s3/*) mapped=$NXF_FUSION_MOUNT/\${1#/fusion/s3/} ;;
    *) mapped=$1 ;;
  esac
  shift
  set -- "$@" "$mapped"
  left=$((left - 1))
done
unset left mapped
exec "$@"
`;
