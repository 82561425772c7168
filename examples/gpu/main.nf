// main.nf
process GPU_TRAINING {
    container 'nvidia/cuda:12.2.2-base-ubuntu22.04'
    cpus 4
    memory '16 GB'
    accelerator 1, type: 'nvidia-tesla-t4'

    output:
    stdout

    script:
    '''
    # The local cloud has no GPUs: where the driver's command is absent, a function stands in for it.
    command -v nvidia-smi > /dev/null || nvidia-smi() { echo "no GPU here: nvidia-smi is a stand-in"; }
    nvidia-smi
    '''
}

workflow {
    GPU_TRAINING() | view
}
