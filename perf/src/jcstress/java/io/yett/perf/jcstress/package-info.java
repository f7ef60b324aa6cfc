/**
 * Stress of what two threads share, by jcstress: each test says which outcomes the memory model
 * must never show. Those of a package's own classes lie in that package.
 */
package io.yett.perf.jcstress;
