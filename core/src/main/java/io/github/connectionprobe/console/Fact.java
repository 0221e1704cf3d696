package io.github.connectionprobe.console;

import java.time.Duration;
import java.util.Map;

/**
 * One thing that happened, in the form that a line is made of.
 *
 * @param at when, from the start of the recording
 * @param event its kind, in one word
 * @param id the connection or exchange, such as {@code #2} or {@code 2.1}
 * @param words what a person reads
 * @param details what a machine reads, by name, in the order to print
 */
record Fact(Duration at, String event, String id, String words, Map<String, Object> details) {}
