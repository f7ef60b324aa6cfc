package io.yett.ike.tune;

/** Looks at one thing; never throws for what the machine says or does not say. */
@FunctionalInterface
interface Check {
  Finding look(Machine machine, Plan plan);
}
