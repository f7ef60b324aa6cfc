package io.yett.ike.revocation;

import io.yett.ike.certificate.CertificateLimits;
import io.yett.ike.certificate.Crls;
import io.yett.ike.certificate.RevocationSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Files, and HTTP without redirects. What was fetched is kept for a while, and so is that it could
 * not be: a server that is away costs a few seconds once a minute. Thread-safe; nothing is fetched
 * under a lock.
 */
public final class CachedRevocation implements RevocationSource {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /**
   * A list counts so long even if a newer one could be had; it is out of date earlier if it says.
   */
  private static final Duration CRL_LIFE = Duration.ofMinutes(30);

  private static final Duration OCSP_LIFE = Duration.ofMinutes(5);
  private static final Duration FAILURE_LIFE = Duration.ofMinutes(1);

  /** Lists and responses of each kind that are kept. */
  private static final int CAPACITY = 256;

  private final InstantSource clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_LIMIT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private final Map<Object, Kept<X509CRL>> lists = new Cache<>();
  private final Map<Object, Kept<byte[]>> responses = new Cache<>();
  private final Map<Object, KeptFile> files = new Cache<>();

  /** Something that was fetched, or could not be. */
  private record Kept<T>(Optional<T> thing, Instant until) {}

  private record KeptFile(FileTime modified, Optional<X509CRL> list) {}

  private record Question(URI address, ByteBuffer request) {}

  /** Forgets what was not used for longest. */
  private static final class Cache<V> extends LinkedHashMap<Object, V> {
    private static final long serialVersionUID = 1L;

    Cache() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Object, V> eldest) {
      return size() > CAPACITY;
    }
  }

  public CachedRevocation(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Optional<X509CRL> file(String name) {
    Path file = Path.of(name);
    try {
      FileTime modified = Files.getLastModifiedTime(file);
      synchronized (files) {
        KeptFile kept = files.get(name);
        if (kept != null && kept.modified().equals(modified)) {
          return kept.list();
        }
      }
      Optional<X509CRL> list;
      try (InputStream in = Files.newInputStream(file)) {
        list = Crls.read(in.readNBytes(CertificateLimits.MAX_CRL_OCTETS + 1));
      }
      synchronized (files) {
        files.put(name, new KeptFile(modified, list));
      }
      return list;
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<X509CRL> crl(URI address) {
    Optional<Kept<X509CRL>> kept = kept(lists, address);
    if (kept.isPresent()) {
      return kept.get().thing();
    }
    Optional<X509CRL> list =
        fetch(HttpRequest.newBuilder(address).GET(), CertificateLimits.MAX_CRL_OCTETS)
            .flatMap(Crls::read);
    Duration life = list.isPresent() ? CRL_LIFE : FAILURE_LIFE;
    return keep(lists, address, list, life);
  }

  @Override
  public Optional<byte[]> ocsp(URI address, byte[] request) {
    Question question = new Question(address, ByteBuffer.wrap(request.clone()));
    Optional<Kept<byte[]>> kept = kept(responses, question);
    if (kept.isPresent()) {
      return kept.get().thing();
    }
    Optional<byte[]> response =
        fetch(
            HttpRequest.newBuilder(address)
                .header("Content-Type", "application/ocsp-request")
                .header("Accept", "application/ocsp-response")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request)),
            CertificateLimits.MAX_OCSP_OCTETS);
    Duration life = response.isPresent() ? OCSP_LIFE : FAILURE_LIFE;
    return keep(responses, question, response, life);
  }

  private <T> Optional<Kept<T>> kept(Map<Object, Kept<T>> cache, Object key) {
    synchronized (cache) {
      return Optional.ofNullable(cache.get(key))
          .filter(kept -> clock.instant().isBefore(kept.until()));
    }
  }

  private <T> Optional<T> keep(
      Map<Object, Kept<T>> cache, Object key, Optional<T> thing, Duration life) {
    synchronized (cache) {
      cache.put(key, new Kept<>(thing, clock.instant().plus(life)));
    }
    return thing;
  }

  private Optional<byte[]> fetch(HttpRequest.Builder request, int maxOctets) {
    Future<HttpResponse<byte[]>> answer =
        http.sendAsync(
            request.timeout(LIMIT).build(),
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxOctets));
    try {
      HttpResponse<byte[]> response = answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    } catch (ExecutionException | TimeoutException e) {
      answer.cancel(true);
      return Optional.empty();
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
