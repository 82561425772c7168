// main.nf
process ON_DEMAND {
    container 'ubuntu:latest'
    cpus 1
    memory '1 GB'

    script:
    '''
    echo "on demand: the cluster's default"
    '''
}

process SPOT {
    container 'ubuntu:latest'
    cpus 1
    memory '1 GB'
    queue 'spot', 'MANAGED_INSTANCES'

    script:
    '''
    echo "on Spot, and on demand where Spot has no room"
    '''
}

process GPU {
    container 'nvidia/cuda:12.2.2-base-ubuntu22.04'
    cpus 4
    memory '8 GB'
    accelerator 1

    script:
    '''
    # The local cloud has no GPUs: where the driver's command is absent, a function stands in for it.
    command -v nvidia-smi > /dev/null || nvidia-smi() { echo "no GPU here: nvidia-smi is a stand-in"; }
    nvidia-smi
    '''
}

process BIG_DISK {
    container 'ubuntu:latest'
    cpus 1
    memory '1 GB'
    disk '500 GB'

    script:
    '''
    echo "with a volume of 500 GB at /tmp"
    '''
}

process ARM {
    container 'ubuntu:latest'
    cpus 1
    memory '1 GB'
    arch 'linux/arm64'

    script:
    '''
    echo "on Graviton"
    '''
}

process PINNED {
    container 'ubuntu:latest'
    cpus 2
    memory '4 GB'
    machineType 'm6i.xlarge', 'm7i.*'

    script:
    '''
    echo "on an m6i.xlarge, or any m7i where there is none"
    '''
}

workflow {
    ON_DEMAND()
    SPOT()
    GPU()
    BIG_DISK()
    ARM()
    PINNED()
}
