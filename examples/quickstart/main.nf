// main.nf
process HELLO {
    container 'ubuntu:latest'
    cpus 2
    memory '4 GB'

    output:
    stdout

    script:
    '''
    echo "Hello from ECS Managed Instances!"
    hostname
    '''
}

workflow {
    HELLO()
}
