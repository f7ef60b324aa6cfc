package io.yett.ike.admin;

import java.util.List;
import java.util.Map;

/**
 * A well-formed request. It has no body: all of the API's parameters are in the target.
 *
 * @param method GET or POST
 * @param path the target's path, split at "/", each segment percent-decoded; none is empty
 * @param query the target's parameters, decoded; names are unique
 */
public record AdminRequest(String method, List<String> path, Map<String, String> query) {

  /** Copies the collections. */
  public AdminRequest {
    path = List.copyOf(path);
    query = Map.copyOf(query);
  }
}
