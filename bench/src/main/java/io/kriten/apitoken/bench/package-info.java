/**
 * Benchmarks. A figure is never a time alone: subject and yardstick alternate in one run, and their
 * medians give a ratio.
 */
package io.kriten.apitoken.bench;
