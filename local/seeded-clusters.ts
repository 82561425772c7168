/** The quickstart's cluster, which has its one provider, and one with Spot and GPUs for pipelines of many kinds. */
export const seededClusters: readonly string[] = ['nextflow-cluster', 'mixed-cluster'];
