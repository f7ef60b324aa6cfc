package io.yett.dataplane.config;

import java.net.InetAddress;

/**
 * A static route.
 *
 * @param via the next hop, inside an on-link subnet of {@code port}, or an IPv6 link-local address;
 *     of the family of the destination
 * @param port the name of the port that {@code via} is reached by
 */
public record RouteConfig(Subnet to, InetAddress via, String port) {}
