/** The quickstart's "Minimal Configuration", character for character. */
export const minimalConfig = `// nextflow.config
process {
    executor = 'awsecs'
}

aws {
    region = 'us-east-1'
    ecs {
        cluster = 'nextflow-cluster'                                        // REQUIRED
        executionRole = 'arn:aws:iam::123456789:role/ecsTaskExecutionRole'  // REQUIRED
    }
}

wave {
    enabled = true
}

fusion {
    enabled = true
}
`;

/** The quickstart's "Full Configuration", character for character. */
export const fullConfig = `// nextflow.config
process {
    executor = 'awsecs'
}

aws {
    region = 'us-east-1'
    ecs {
        cluster = 'nextflow-cluster'
        executionRole = 'arn:aws:iam::123456789:role/ecsTaskExecutionRole'
        taskRole = 'arn:aws:iam::123456789:role/ecsTaskRole'  // Optional: for S3 access
        subnets = ['subnet-abc123', 'subnet-def456']          // Optional: auto-discovered
        securityGroups = ['sg-xyz789']                         // Optional: auto-discovered
        logsGroup = '/aws/ecs/nextflow'                        // Optional: default shown
        maxSpotAttempts = 5                                    // Optional: default shown
        assignPublicIp = true                                  // Optional: default shown
    }
}

wave {
    enabled = true
}

fusion {
    enabled = true
}
`;
