// main.nf
process BIG_DATA {
    container 'ubuntu:latest'
    cpus 2
    memory '4 GB'
    disk '500 GB', type: 'gp3', iops: 6000, throughput: 250

    output:
    stdout

    script:
    '''
    # The volume is mounted at /tmp, where Fusion keeps its cache.
    file=$(mktemp)
    seq 1000000 > "$file"
    echo "wrote $(wc -l < "$file") lines to $(dirname "$file")"
    rm "$file"
    '''
}

workflow {
    BIG_DATA() | view
}
