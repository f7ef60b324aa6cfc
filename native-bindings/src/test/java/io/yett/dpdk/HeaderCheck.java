package io.yett.dpdk;

import io.yett.dpdk.generated.YettDpdk;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares the functions that a C header declares with the bindings, without jextract. */
final class HeaderCheck {
  private static final Pattern FUNCTION =
      Pattern.compile("YETT_API\\s+([^;(]*?)\\b(yett_\\w+)\\(([^)]*)\\);");
  private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);

  private HeaderCheck() {}

  /** Function name to signature such as {@code int(int,long)}, in the header's order. */
  static Map<String, String> functions(String header) {
    Map<String, String> result = new LinkedHashMap<>();
    Matcher matcher =
        FUNCTION.matcher(COMMENT.matcher(header).replaceAll(" ").replaceAll("(?m)^#.*$", ""));
    while (matcher.find()) {
      List<String> arguments = new ArrayList<>();
      if (!matcher.group(3).strip().equals("void")) {
        for (String argument : matcher.group(3).split(",", -1)) {
          arguments.add(cType(argument.strip().replaceAll("\\w+$", "")));
        }
      }
      result.put(
          matcher.group(2), cType(matcher.group(1)) + "(" + String.join(",", arguments) + ")");
    }
    return result;
  }

  private static String cType(String c) {
    if (c.contains("*")) {
      return "pointer";
    }
    return switch (c.replace("const", "").strip()) {
      case "void" -> "void";
      case "int16_t", "uint16_t" -> "short";
      case "int32_t", "uint32_t" -> "int";
      case "int64_t", "uint64_t" -> "long";
      default ->
          throw new IllegalArgumentException("C type '" + c + "' is not known to this check");
    };
  }

  /** What differs between the header's functions and the generated class, one line each. */
  static List<String> differences(String header) {
    List<String> result = new ArrayList<>();
    Map<String, String> declared = functions(header);
    declared.forEach((name, signature) -> {
      String bound = bound(name);
      if (!signature.equals(bound)) {
        result.add(name + ": header " + signature + ", bindings " + bound);
      }
    });
    for (var method : YettDpdk.class.getMethods()) {
      String name = method.getName();
      if (name.endsWith("$descriptor") && !declared.containsKey(name.replace("$descriptor", ""))) {
        result.add(name + ": in the bindings, not in the header");
      }
    }
    return result;
  }

  private static String bound(String name) {
    try {
      return signature(
          (FunctionDescriptor) YettDpdk.class.getMethod(name + "$descriptor").invoke(null));
    } catch (ReflectiveOperationException e) {
      return "nothing";
    }
  }

  static String signature(FunctionDescriptor descriptor) {
    return descriptor.returnLayout().map(HeaderCheck::javaType).orElse("void")
        + "("
        + String.join(
            ",", descriptor.argumentLayouts().stream().map(HeaderCheck::javaType).toList())
        + ")";
  }

  private static String javaType(MemoryLayout layout) {
    return layout instanceof AddressLayout
        ? "pointer"
        : ((ValueLayout) layout).carrier().getSimpleName();
  }
}
