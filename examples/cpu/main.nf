// main.nf
process CPU_TASK {
    container 'ubuntu:latest'
    cpus 4
    memory '8 GB'

    output:
    stdout

    script:
    '''
    echo "counted to $(seq 1000000 | wc -l)"
    '''
}

workflow {
    CPU_TASK() | view
}
