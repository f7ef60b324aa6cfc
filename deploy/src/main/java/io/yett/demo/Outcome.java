package io.yett.demo;

/**
 * How a step ended.
 *
 * @param figure what was measured or seen, or why it failed
 * @param seconds how long it took
 */
record Outcome(String name, boolean ok, String figure, double seconds) {}
