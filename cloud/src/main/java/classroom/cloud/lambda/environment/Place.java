package classroom.cloud.lambda.environment;

import classroom.cloud.gateway.Live;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The place where the functions of the class run.
 *
 * @param region the region of the class
 * @param endpoint the local class's one port, such as {@code http://127.0.0.1:4566}; read when the first process
 *     starts
 * @param folder an existing folder for the processes' files; these files are removed with the processes
 * @param archives class data archives, with which the processes start faster; closed with the functions
 * @param processes the record of the processes; closed with the functions
 * @param live told of each invocation that has ended
 */
public record Place(
        String region, Supplier<URI> endpoint, Path folder, Archives archives, ProcessRecord processes, Live live) {}
