/** As ECS's agent says it of a container the kernel killed, or one in which it killed a child (facts §4). */
export const outOfMemory = 'OutOfMemoryError: Container killed due to memory usage';
