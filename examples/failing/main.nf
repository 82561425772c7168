// main.nf
process FAILING {
    container 'ubuntu:latest'
    cpus 1
    memory '1 GB'

    output:
    stdout

    script:
    '''
    echo "counting the samples"
    echo "cannot read sample 7" >&2
    exit 3
    '''
}

workflow {
    FAILING()
}
