// main.nf
process MEMORY_INTENSIVE {
    container 'ubuntu:latest'
    cpus 4
    memory '64 GB'
    machineType 'r6i.2xlarge'

    output:
    stdout

    script:
    '''
    echo "much to hold in memory on $(hostname)"
    '''
}

workflow {
    MEMORY_INTENSIVE() | view
}
