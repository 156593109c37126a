package parley;

/**
 * Who runs this code.
 *
 * @param name {@code MainProcess}, or what its parent named it
 * @param pid the operating system's number
 * @param daemon whether it is ended when its parent leaves
 */
public record ThisProcess(String name, long pid, boolean daemon) {}
