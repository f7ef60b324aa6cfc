package io.yett.perf.ike;

import io.yett.lab.Lab;
import io.yett.lab.NetworkNamespace;
import io.yett.perf.BenchException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Yett's engine in a JVM with the control plane's options. */
final class YettResponder implements Responder {
  static final String NAME = "yett";

  private final Program program;

  YettResponder(
      Lab lab, NetworkNamespace namespace, Path home, IkeBenchOptions options, List<Method> methods)
      throws BenchException {
    List<String> arguments = new ArrayList<>();
    arguments.add(Integer.toString(options.tunnels));
    methods.forEach(method -> arguments.add(method.name()));
    program =
        lab.manage(
            new Program(namespace, jvmOptions(home, options), ResponderProgram.class, arguments));
  }

  private static List<String> jvmOptions(Path home, IkeBenchOptions options) {
    List<String> all =
        new ArrayList<>(
            List.of("@" + home.resolve("deploy/jvm/controlplane.args"), "-Xmx" + options.heap));
    all.addAll(options.jvm);
    return all;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long pid() {
    return program.pid();
  }

  @Override
  public boolean speaks(Method method) {
    return true;
  }

  @Override
  public double heldOctets() throws BenchException {
    return Double.parseDouble(program.ask("memory").split(" ", -1)[1]);
  }

  @Override
  public String memoryKind() {
    return "live heap";
  }
}
