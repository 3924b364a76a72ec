/** What single steps of a decision on a key cost, by JMH. */
package io.kriten.apitoken.bench.micro;
