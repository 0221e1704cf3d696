package io.github.connectionprobe.junit;

import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The extension behind the annotations. All state is in the contexts' stores. */
final class ProbeExtension extends ProbeCallbacks implements BeforeTestExecutionCallback {

  ProbeExtension() {}

  @Override
  Object owner() {
    return ProbeExtension.class;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Class<?> type = context.getRequiredTestClass();
    Declarations.on(type).values().forEach(settings -> settings.check(context));
    ProbeField.of(type, false).forEach(field -> field.settings().check(context));
    startStatic(context);
  }

  @Override
  void startStatic(ExtensionContext context) {
    for (ProbeField field : ProbeField.of(context.getRequiredTestClass(), true)) {
      ClassProbes.of(context)
          .take(field.field(), field.settings(), probe -> field.set(null, probe));
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    TestProbes probes = TestProbes.of(context);
    probes.check();
    for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
      for (ProbeField field : ProbeField.of(instance.getClass(), false)) {
        Object key = new FieldOfInstance(instance, field.field());
        probes.take(key, field.settings(), probe -> field.set(instance, probe)).give();
      }
    }
  }

  @Override
  public void beforeTestExecution(ExtensionContext context) {
    Expectations.check(context);
  }
}
