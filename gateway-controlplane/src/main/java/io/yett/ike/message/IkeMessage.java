package io.yett.ike.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An IKE message: its header and its payloads in order. For a protected message these are the
 * payloads inside SK. Immutable.
 */
public record IkeMessage(IkeHeader header, List<Payload> payloads) {

  /** Copies the list. */
  public IkeMessage {
    payloads = List.copyOf(payloads);
  }

  /** The first payload of that class. */
  public <P extends Payload> Optional<P> first(Class<P> kind) {
    for (Payload payload : payloads) {
      if (kind.isInstance(payload)) {
        return Optional.of(kind.cast(payload));
      }
    }
    return Optional.empty();
  }

  /** All payloads of that class, in order. */
  public <P extends Payload> List<P> all(Class<P> kind) {
    List<P> found = new ArrayList<>();
    for (Payload payload : payloads) {
      if (kind.isInstance(payload)) {
        found.add(kind.cast(payload));
      }
    }
    return found;
  }

  /** The first payload with that number, e.g. to tell IDi from IDr. */
  public <P extends Payload> Optional<P> first(PayloadType type, Class<P> kind) {
    for (Payload payload : payloads) {
      if (payload.typeNumber() == type.number() && kind.isInstance(payload)) {
        return Optional.of(kind.cast(payload));
      }
    }
    return Optional.empty();
  }

  /** The first Notify of that type. */
  public Optional<NotifyPayload> notify(NotifyType type) {
    for (NotifyPayload notify : all(NotifyPayload.class)) {
      if (notify.notifyNumber() == type.number()) {
        return Optional.of(notify);
      }
    }
    return Optional.empty();
  }

  /** Whether there is a Notify of that type. */
  public boolean has(NotifyType type) {
    return notify(type).isPresent();
  }

  /** The first Notify that reports an error, known or not (RFC 7296 §3.10.1). */
  public Optional<NotifyPayload> firstError() {
    return all(NotifyPayload.class).stream().filter(NotifyPayload::isError).findFirst();
  }
}
