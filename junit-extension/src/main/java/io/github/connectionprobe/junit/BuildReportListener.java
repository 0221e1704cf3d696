package io.github.connectionprobe.junit;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes the report of the whole build when JUnit is done: the launcher finds it by the service
 * loader, and nobody else needs it. Surefire runs one test plan for each class where there are
 * several forks, but all of a fork's in one session, so that the session's end is the one to go by
 * where there is one.
 */
public final class BuildReportListener implements LauncherSessionListener, TestExecutionListener {

  private static final AtomicInteger SESSIONS = new AtomicInteger();

  /** For the service loader. */
  public BuildReportListener() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    SESSIONS.incrementAndGet();
  }

  @Override
  public void testPlanExecutionFinished(TestPlan testPlan) {
    if (SESSIONS.get() == 0) {
      BuildReport.ofAllForks();
    }
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    if (SESSIONS.decrementAndGet() == 0) {
      BuildReport.ofAllForks();
    }
  }
}
