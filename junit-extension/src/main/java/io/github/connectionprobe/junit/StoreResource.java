package io.github.connectionprobe.junit;

import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Something that a store closes together with its context. JUnit below 5.13 closes only the one
 * type, later versions warn about it where the other is missing.
 */
@SuppressWarnings("deprecation")
interface StoreResource extends ExtensionContext.Store.CloseableResource, AutoCloseable {

  @Override
  void close();
}
