package io.github.connectionprobe.junit;

import java.lang.reflect.Field;

/** A field of one object, compared by what it is and not by what its class thinks equal. */
record FieldOfInstance(Object instance, Field field) {

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldOfInstance that
        && instance == that.instance
        && field.equals(that.field);
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(instance) * 31 + field.hashCode();
  }
}
