package io.github.connectionprobe.console;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The entry point of the executable jar. */
final class Main {

  private Main() {}

  /** Runs the program and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    try (Interruption interruption = Interruption.of(Thread.currentThread())) {
      int code = commandLine(new WatchCommand(out, interruption)).execute(arguments);
      out.flush();
      interruption.finish(code);
    }
  }

  static CommandLine commandLine(WatchCommand command) {
    return new CommandLine(command)
        .setParameterExceptionHandler(
            (wrong, given) -> {
              PrintWriter err = wrong.getCommandLine().getErr();
              err.println(wrong.getMessage());
              CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
              err.println("--help shows what is accepted, with an example.");
              return ExitCode.TROUBLE;
            })
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              line.getErr()
                  .println(
                      failure instanceof TroubleException
                          ? failure.getMessage()
                          : "The probe itself failed. Please report this: " + failure);
              if (!(failure instanceof TroubleException)) {
                failure.printStackTrace(line.getErr());
              }
              return ExitCode.TROUBLE;
            });
  }
}
