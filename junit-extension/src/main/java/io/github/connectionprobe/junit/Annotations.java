package io.github.connectionprobe.junit;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Finds annotations of one type as JUnit does, and remembers them for as long as their class lives.
 * Each test asks several times for those of its class and of its method, and to find them took a
 * tenth of what a probe costs a test. Safe for use by several threads.
 *
 * @param <A> the type of annotation
 */
final class Annotations<A extends Annotation> {

  private final Function<AnnotatedElement, List<A>> find;

  private final ClassValue<Map<AnnotatedElement, List<A>>> found =
      new ClassValue<>() {
        @Override
        protected Map<AnnotatedElement, List<A>> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  private Annotations(Function<AnnotatedElement, List<A>> find) {
    this.find = find;
  }

  /** Finds annotations of a type of which an element may have several. */
  static <A extends Annotation> Annotations<A> repeatable(Class<A> type) {
    return new Annotations<>(
        element -> List.copyOf(AnnotationSupport.findRepeatableAnnotations(element, type)));
  }

  /** Finds annotations of a type of which an element has one at most. */
  static <A extends Annotation> Annotations<A> single(Class<A> type) {
    return new Annotations<>(
        element -> AnnotationSupport.findAnnotation(element, type).stream().toList());
  }

  /** Returns those of a class or of one of its members, inherited and composed ones included. */
  List<A> on(AnnotatedElement element) {
    Class<?> home =
        element instanceof Member member ? member.getDeclaringClass() : (Class<?>) element;
    return found.get(home).computeIfAbsent(element, find);
  }
}
