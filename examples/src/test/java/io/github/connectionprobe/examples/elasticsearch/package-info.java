/** Elasticsearch's low-level REST client, against a server that speaks its endpoints. */
@NullMarked
package io.github.connectionprobe.examples.elasticsearch;

import org.jspecify.annotations.NullMarked;
