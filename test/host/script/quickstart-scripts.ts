/** The quickstart's "Sample Workflow", character for character. */
export const sampleWorkflow = `// main.nf
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
`;

/** The quickstart's "Usage Examples", character for character, one after the other. */
export const usageExamples = `process CPU_TASK {
    container 'ubuntu:latest'
    cpus 4
    memory '8 GB'

    script:
    '''
    # Your computation here
    '''
}
process GPU_TRAINING {
    container 'nvidia/cuda:12.0-runtime-ubuntu22.04'
    cpus 4
    memory '16 GB'
    accelerator 1, type: 'nvidia-tesla-t4'

    script:
    '''
    nvidia-smi
    python train_model.py
    '''
}
process BIG_DATA {
    container 'ubuntu:latest'
    cpus 2
    memory '4 GB'
    disk '500 GB'

    script:
    '''
    # Process large files
    '''
}
process MEMORY_INTENSIVE {
    container 'ubuntu:latest'
    cpus 4
    memory '64 GB'
    machineType 'r6i.2xlarge'

    script:
    '''
    # Memory-intensive computation
    '''
}
`;
