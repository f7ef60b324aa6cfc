package io.yett.demo;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Options that are one word out of a few. */
final class Choice {

  /** The lane's shape. */
  static final class Shape implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      return oneOf(List.of("fused", "pipelined"), value);
    }
  }

  /** The ports' driver. */
  static final class Port implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      return oneOf(List.of("auto", "net_af_xdp", "net_af_packet"), value);
    }
  }

  /** How the ends prove who they are. */
  static final class Auth implements ITypeConverter<DemoAuth> {
    @Override
    public DemoAuth convert(String value) {
      return DemoAuth.valueOf(oneOf(List.of("psk", "cert", "pq"), value).toUpperCase(Locale.ROOT));
    }
  }

  private static String oneOf(List<String> allowed, String value) {
    if (!allowed.contains(value)) {
      throw new TypeConversionException(
          "expected one of " + String.join(", ", allowed) + ", found '" + value + "'");
    }
    return value;
  }

  private Choice() {}
}
