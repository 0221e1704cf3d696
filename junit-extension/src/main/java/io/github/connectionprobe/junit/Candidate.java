package io.github.connectionprobe.junit;

import java.util.function.Supplier;

/**
 * A probe that could be given to a test or a class.
 *
 * @param settings what was said about it
 * @param probe gives it; a probe that an annotation declares for a test starts only then
 */
record Candidate(Settings settings, Supplier<Probe> probe) {}
