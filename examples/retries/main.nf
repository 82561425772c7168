// main.nf
process STUBBORN {
    container 'ubuntu:latest'
    cpus 1
    memory { 512.MB * task.attempt }
    errorStrategy { task.attempt < 3 ? 'retry' : 'ignore' }
    maxRetries 5

    script:
    '''
    echo "cannot read sample 7" >&2
    exit 3
    '''
}

process STEADY {
    container 'ubuntu:latest'
    cpus 1
    memory '1 GB'

    output:
    stdout

    script:
    '''
    echo "The run goes on."
    '''
}

workflow {
    STUBBORN()
    STEADY() | view
}
